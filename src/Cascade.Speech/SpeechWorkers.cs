using System.Runtime.CompilerServices;
using System.Text.Json;
using Cascade.Speech.Diagnostics;
using Cascade.Speech.Pool;
using Cascade.Speech.Sessions;
using Cascade.Speech.Wire;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cascade;

/// <summary>Recognizes speech in a pool of worker processes: a recognizer that crashes, hangs or leaks ends one job and never the host.</summary>
/// <remarks>
/// <para>Each call is one utterance, best cut by <see cref="SpeechDetectionBuilderExtensions.UseVoiceActivityDetection"/>. Its stream holds audio of any kind that <see cref="AudioFile"/> opens, or
/// headerless PCM16 mono of the rate in <see cref="SpeechToTextOptions.SpeechSampleRate"/>. Audio is decoded when all of it has been read, in another process.</para>
/// <para>Every call ends: with a result, an exception of the kinds below, or its cancellation. May be called by any number of threads at the same time.</para>
/// </remarks>
public sealed partial class SpeechWorkers : ISpeechToTextClient, IAsyncDisposable
{
    /// <summary>The additional property of a call's options that names its session, a string. A session keeps its grammar and the end of its text.</summary>
    public const string SessionProperty = "cascade.session";

    /// <summary>The additional property of a call's options that names a grammar, a string: one of <see cref="PocketSphinxRecognizer.Grammars"/>. A session stays with its last one.</summary>
    public const string GrammarProperty = "cascade.grammar";

    private readonly SpeechWorkerOptions _options;
    private readonly WorkerPool _pool;
    private readonly SessionContexts _sessions;

    /// <summary>Makes a pool. Its processes start with the first call, or with <see cref="InitializeAsync"/>.</summary>
    /// <param name="options">How it works; the defaults if <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its legal range.</exception>
    /// <exception cref="ArgumentException">The engine's default grammar does not exist.</exception>
    /// <exception cref="SpeechWorkerException">A file of the engine, or the worker program, does not exist.</exception>
    public SpeechWorkers(SpeechWorkerOptions? options = null)
    {
        _options = options ?? new();
        _options.Validate();
        _pool = new WorkerPool(_options, _options.Engine.CreateSetup(), _options.LoggerFactory?.CreateLogger(SpeechMeter.Name) ?? NullLogger.Instance);
        _sessions = new SessionContexts(_options.MaximumSessions, _options.SessionText, _options.SessionTimeout, _options.TimeProvider);
    }

    internal WorkerPool Pool => _pool;

    /// <summary>Starts the processes and waits until all are ready, so that the first call does not wait for that.</summary>
    /// <param name="cancellationToken">Ends the waiting; the processes go on.</param>
    /// <exception cref="SpeechWorkerException">A worker or its engine can't be made.</exception>
    public Task InitializeAsync(CancellationToken cancellationToken = default) => _pool.InitializeAsync(cancellationToken);

    /// <summary>Recognizes an utterance and returns its text, with its words in the additional properties where the engine knows them (see <see cref="SpeechWords"/>).</summary>
    /// <param name="audioSpeechStream">The audio, read to its end; stays the caller's.</param>
    /// <param name="options">Language, sample rate, session and grammar.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="SpeechWorkerException">There is no result, for the <see cref="SpeechWorkerException.Reason"/> that it names.</exception>
    /// <exception cref="AudioFormatException">The stream is no audio.</exception>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingTextAsync(audioSpeechStream, options, cancellationToken).ToSpeechToTextResponseAsync(cancellationToken);

    /// <summary>Recognizes an utterance and yields its texts as the engine gives them.</summary>
    /// <inheritdoc cref="GetTextAsync" path="/param"/>
    /// <inheritdoc cref="GetTextAsync" path="/exception"/>
    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audioSpeechStream);
        ReadOnlyMemory<byte> pcm = await ReadAsync(audioSpeechStream, options, cancellationToken).ConfigureAwait(false);
        TimeSpan duration = DurationOf(pcm.Length);
        string? session = Property(options, SessionProperty);
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        WorkerJob job = _pool.Submit(HeaderOf(options, session), pcm, duration, leaving.Token);
        try
        {
            string id = job.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await foreach (Frame frame in job.Parts.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                ResultPart part = JsonSerializer.Deserialize(frame.Payload, WireJson.Default.ResultPart)!;
                if (session is not null && part.IsFinal)
                {
                    _sessions.Append(session, part.Text!);
                }

                yield return UpdateOf(part, id, duration);
            }
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false); // a caller that leaves early does not leave a job behind
        }
    }

    /// <summary>Forgets a session.</summary>
    /// <param name="session">Its name, as calls gave it in <see cref="SessionProperty"/>. One that is not known is ignored.</param>
    public void CloseSession(string session)
    {
        ArgumentNullException.ThrowIfNull(session);
        _sessions.Close(session);
    }

    /// <summary>Returns what has been counted so far. May be called at any time from any thread.</summary>
    public SpeechWorkerStats GetStats() => new()
    {
        Ready = _pool.Ready,
        Pending = _pool.Pending,
        Waiting = _pool.Waiting,
        Refused = _pool.Refused,
        Restarts = _pool.Restarts.Total,
        RecentRestarts = _pool.Restarts.Recent,
        Sessions = _sessions.Count,
        Memory = _pool.Memory.Sum(),
        IsHealthy = _pool.IsHealthy,
    };

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(SpeechToTextClientMetadata) ? new SpeechToTextClientMetadata("cascade", null, _options.Engine.GetType().Name)
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Ends all calls with <see cref="SpeechWorkerFailure.Stopped"/> and all processes.</summary>
    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    /// <summary>As <see cref="DisposeAsync"/>; waits for the processes to end.</summary>
    public void Dispose() => _pool.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
