using Microsoft.AspNetCore.Http;

namespace Cascade.Hosting;

/// <summary>
/// Gets or sets how sessions are hosted: what the endpoint accepts, how many sessions there may be, and when they end. Bound from the configuration section <c>Cascade</c>, then given to the
/// callback of <c>AddCascade</c>, and checked when the application starts.
/// </summary>
/// <remarks>
/// <see cref="CascadeOptions.Processor"/> holds for each session whose client says nothing else. Clients choose format, thresholds and durations, no engine and no model, and no
/// <see cref="DetectionSettings.MaximumSpeech"/> above the server's. The protocol chooses results and their audio.
/// </remarks>
public sealed class CascadeHostingOptions : CascadeOptions
{
    /// <summary>The configuration section that is bound.</summary>
    public const string SectionName = "Cascade";

    /// <summary>
    /// Gets or sets the most sessions, those that wait to be resumed included. One more evicts the idle session that was used least recently, and is refused if there is none. Default 1,000; at
    /// least 1. There may be as many connections again that have not begun a session.
    /// </summary>
    public int MaxSessions { get; set; } = 1000;

    /// <summary>Gets or sets the most sessions of one client, see <see cref="ClientOf"/>. Default 20; at least 1. There may be as many connections again that have not begun a session.</summary>
    public int MaxSessionsPerClient { get; set; } = 20;

    /// <summary>Gets or sets how much faster than real time audio may come, on the whole. Default 4; 1 to 1,000.</summary>
    public double MaxInputRate { get; set; } = 4;

    /// <summary>Gets or sets how much audio may come at any speed, ahead of <see cref="MaxInputRate"/>: a client sends this audio again when it resumes. Default 60 s; 1 s to 1 hour.</summary>
    public TimeSpan InputBurst { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets the most bytes that a second of a client's format may have. Default 1,000,000, enough for 96 kHz stereo floats; at least 8,000.</summary>
    public int MaxFormatBytesPerSecond { get; set; } = 1_000_000;

    /// <summary>Gets or sets how many messages of all kinds a client may send per second, on the whole. Default 200; at least 1.</summary>
    public int MaxMessagesPerSecond { get; set; } = 200;

    /// <summary>Gets or sets how many messages may come at any speed, ahead of <see cref="MaxMessagesPerSecond"/>. Default 4,000; at least 1.</summary>
    public int MessageBurst { get; set; } = 4000;

    /// <summary>Gets or sets the largest binary message. Default 1 MB; 1 KB to 64 MB. It is processed as it comes and never held.</summary>
    public int MaxMessageBytes { get; set; } = 1024 * 1024;

    /// <summary>Gets or sets how long a connection may take to begin or resume a session. Default 10 s; more than 0, at most 1 hour.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the time after which a session that receives no message is closed; open speech is closed and sent before. Default 60 s; more than 0, at most 1 day.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets the time that, from 80 % of <see cref="MemoryLimitBytes"/> on, holds in place of a longer <see cref="IdleTimeout"/>. Default 10 s; more than 0, at most 1 day.</summary>
    public TimeSpan IdleTimeoutUnderPressure { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets or sets the time after which a session without open speech, without messages or without its connection, is idle. An idle session may be evicted. Default 2 s; more than 0, at most 1 day.
    /// </summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how long a resumable session waits for its client after the connection was lost. Default 30 s; 0 to 1 day. 0: no session is resumable.</summary>
    public TimeSpan ResumeWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets whether only the client that began a session can resume it (see <see cref="ClientOf"/>), and not any client that knows its id. Default <see langword="true"/>; phones that change
    /// networks want <see langword="false"/>.
    /// </summary>
    public bool ResumeNeedsSameClient { get; set; } = true;

    /// <summary>Gets or sets the most events of a resumable session that may be unacknowledged. From half of it on, audio is read only while nothing waits to be sent. Default 1,024; at least 16.</summary>
    public int MaxUnacknowledgedEvents { get; set; } = 1024;

    /// <summary>
    /// Gets or sets the same in bytes of JSON and audio, also for sessions that are not resumable: the bytes held for a slow client. Default 8 MB; at least four segments of the longest length.
    /// </summary>
    public int MaxUnacknowledgedBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Gets or sets the most audio kept of a session whose client fetches segments by address; the oldest goes first. Default 4 MB; at least a segment of the longest length.</summary>
    public int SegmentAudioBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Gets or sets how long sending one message may take before the connection is cut. Default 30 s; more than 0, at most 1 hour.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long a client may take to answer the closing of the connection. Default 5 s; more than 0, at most 1 minute.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how often the server pings the client on the WebSocket's own level. Default 15 s; more than 0, at most 1 hour.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Gets or sets how long such a ping may remain without an answer before the connection is cut. Default 15 s; more than 0, at most 1 hour. On .NET 8, whose WebSockets wait for no answer, a dead
    /// peer is found by <see cref="IdleTimeout"/>.
    /// </summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Gets or sets the memory of the process, in bytes, that counts as 100 %. From 80 % on sessions expire after <see cref="IdleTimeoutUnderPressure"/>. From 100 % on new sessions are refused. From 120 %
    /// on idle sessions are closed, the least recently used first. Default <see langword="null"/>: what the garbage collector may use, which is the container's limit where there is one.
    /// </summary>
    public long? MemoryLimitBytes { get; set; }

    /// <summary>
    /// Gets or sets the most bytes that all sessions together may hold for their clients. These are events that are not sent or not acknowledged, segments that are kept to be fetched, open speech. Beyond this limit no
    /// session begins. Audio is read from no client before all its events are sent. Sessions that hold more than their equal part are ended with <c>outOfMemory</c>, the largest first.
    /// Default <see langword="null"/>: half of <see cref="MemoryLimitBytes"/>; more than 0.
    /// </summary>
    public long? MaxHeldBytes { get; set; }

    /// <summary>
    /// Gets the origins, like <c>https://example.org</c>, whose pages may connect, beside pages of the server itself; <c>*</c> allows all. Default none. A page of the server itself has the
    /// request's host as its origin. That host is an IP address, <c>localhost</c>, or a name in ASP.NET Core's own setting <c>AllowedHosts</c>. Clients that are no browsers send no
    /// origin and are not held up.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>Gets or sets the bearer token that clients need. Default <see langword="null"/>: none.</summary>
    public string? Token { get; set; }

    /// <summary>
    /// Gets or sets the function that names the client of a connection, for <see cref="MaxSessionsPerClient"/> and resuming. Default <see langword="null"/>: the name of the authenticated user, or the remote address where
    /// there is none. Behind a proxy, use ASP.NET Core's forwarded headers.
    /// </summary>
    public Func<HttpContext, string>? ClientOf { get; set; }
}
