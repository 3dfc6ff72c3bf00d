using System.Runtime.CompilerServices;
using Cascade.Avatar.Diagnostics;
using Cascade.Avatar.Video;
using Microsoft.Extensions.Logging;

namespace Cascade;

/// <summary>
/// A face that speaks as a video: audio in, fragmented MP4 out, with H.264 and AAC below 400 kbit/s together. Pictures and audio are of one clock, so that they stay together for any time. Between replies
/// a live stream shows the still picture. Where the lips cannot be drawn in time, the picture before is repeated and counted; audio is never dropped.
/// </summary>
/// <remarks>
/// A stream owns an ffmpeg child process, which ends with it. One thread may write while another one reads; <see cref="Interrupt"/> may be called at any time.
/// A stream with a full-size network keeps one core busy while its face speaks, so a process opens as many streams as it has cores.
/// </remarks>
public sealed partial class AvatarStream : IAsyncDisposable
{
    private readonly AvatarOptions _options;
    private readonly AvatarRenderer _renderer;
    private readonly Mp4Encoder _encoder;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private volatile TaskCompletionSource _changed = NewSignal();
    private volatile bool _isComplete;
    private int _disposed;

    /// <summary>Opens a stream, and begins the video of a live one.</summary>
    /// <param name="face">The picture.</param>
    /// <param name="network">The network that moves its lips. The stream does not dispose it.</param>
    /// <param name="options">The options; <see langword="null"/> for their defaults.</param>
    /// <exception cref="AvatarException">As many streams are open as may be, or ffmpeg is not installed.</exception>
    /// <exception cref="ArgumentException">A value of the options is out of its range.</exception>
    public AvatarStream(AvatarFace face, LipSyncNetwork network, AvatarOptions? options = null)
    {
        _options = options ?? new AvatarOptions();
        _options.Validate();
        _renderer = new AvatarRenderer(face, network, _options.InputFormat);
        _logger = _options.LoggerFactory.CreateLogger<AvatarStream>();
        StreamSlots.Take(_options.MaximumStreams);
        try
        {
            _encoder = Mp4Encoder.Start(_options.FfmpegPath, face.Width, face.Height, _options.InputFormat.SampleRateHz, _options.EncoderTimeout, _options.TimeProvider);
        }
        catch
        {
            StreamSlots.Return();
            throw;
        }

        AvatarLog.Opened(_logger, face.Width, face.Height, _encoder.ProcessId);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Gets the type of the video for a player, as <c>MediaSource</c> of browsers takes it.</summary>
    public static string MediaType => "video/mp4; codecs=\"avc1.42C01E, mp4a.40.2\"";

    /// <summary>Gets the counts of frames so far.</summary>
    public AvatarStats Stats => new(Interlocked.Read(ref _drawn), Interlocked.Read(ref _still), Interlocked.Read(ref _dropped));

    /// <summary>Gets the length of the video so far. The audio of a frame that is encoded next begins there.</summary>
    public TimeSpan Position => AvatarClock.ToTime(Stats.Frames);

    /// <summary>Gets the place in the video at which the last reply began; <see langword="null"/> before the first one. A player's position less that place is the audio that was heard.</summary>
    public TimeSpan? ReplyStart => Interlocked.Read(ref _replyStart) is >= 0 and var frame ? AvatarClock.ToTime(frame) : null;

    /// <summary>Gets how much audio has been written and is in no frame yet. Up to two frames that are being drawn are not counted, and not in the video.</summary>
    public TimeSpan Waiting => _renderer.Waiting;

    internal int EncoderProcessId => _encoder.ProcessId;

    /// <summary>Takes audio that the face is to speak. Waits while more than <see cref="AvatarOptions.MaximumBacklog"/> waits.</summary>
    /// <param name="audio">Bytes in <see cref="AvatarOptions.InputFormat"/>; may begin and end anywhere.</param>
    /// <param name="cancellationToken">Stops waiting; nothing of the audio is taken then.</param>
    /// <exception cref="AvatarException">The stream has failed.</exception>
    /// <exception cref="InvalidOperationException"><see cref="CompleteAsync"/> was called.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> audio, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (_isComplete)
        {
            throw new InvalidOperationException($"The stream takes no more audio: {nameof(CompleteAsync)} was called.");
        }

        while (_renderer.Waiting > _options.MaximumBacklog && !_running.IsCompleted)
        {
            Task changed = _changed.Task;
            if (_renderer.Waiting > _options.MaximumBacklog)
            {
                await Task.WhenAny(changed, _running).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        if (_running.IsCompleted)
        {
            await _running.ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        _renderer.Write(audio.Span);
        Signal();
    }

    /// <summary>Says that the reply is complete. Without it, the last 215 milliseconds of a reply wait for audio that follows.</summary>
    public void EndReply()
    {
        _renderer.EndReply();
        Signal();
    }

    /// <summary>Forgets all audio that is not in the video yet. The next frame but one, at the latest, is silent and still: 80 milliseconds.</summary>
    public void Interrupt()
    {
        _renderer.Clear();
        Signal();
    }

    /// <summary>Ends the stream after what has been written: the video ends, and with it <see cref="ReadAllAsync"/>.</summary>
    /// <param name="cancellationToken">Stops waiting; the stream ends nevertheless.</param>
    /// <exception cref="AvatarException">The stream has failed.</exception>
    public Task CompleteAsync(CancellationToken cancellationToken = default)
    {
        _renderer.EndReply();
        _isComplete = true;
        Signal();
        return _running.WaitAsync(cancellationToken);
    }

    /// <summary>Gives the video as it comes, to one reader. A reader that stops for long makes the stream wait.</summary>
    /// <param name="cancellationToken">Stops reading; the stream goes on.</param>
    /// <exception cref="AvatarException">The stream has failed.</exception>
    public async IAsyncEnumerable<AvatarSegment> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (AvatarSegment segment in _encoder.Segments.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return segment;
        }

        if (_disposed == 0)
        {
            await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the stream at once, and its ffmpeg process.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }
    }
}
