using Cascade.Hosting.Nodes;
using Cascade.Hosting.Streams;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Sessions;

/// <summary>
/// One speaker: a stream, made when the first audio comes, and the events that come of it. It outlives its connection where that was asked for. Nothing is shared with other sessions.
/// </summary>
internal sealed partial class Session : HostedSession
{
    private readonly SpeechStreamFactory _streams;
    private readonly Action<Session, Exception> _failed;
    private readonly byte[] _partial; // the beginning of a block that is not whole
    private StreamProcessorOptions _options;
    private ISpeechStream? _stream;
    private int _partialBytes;
    private long _received;

    /// <param name="number">Names the session in logs.</param>
    /// <param name="client">The client that owns the session.</param>
    /// <param name="settings">The settings that the client asked for.</param>
    /// <param name="limits">The limits of the server.</param>
    /// <param name="held">The bytes that all sessions hold.</param>
    /// <param name="streams">Makes the stream.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="failed">Is called where no caller of the session can be told of a fault. It does not wait, and ends the session.</param>
    /// <param name="keeper">Keeps the session for other nodes.</param>
    public Session(
        long number,
        string client,
        SessionSettings settings,
        CascadeHostingOptions limits,
        HeldMemory held,
        SpeechStreamFactory streams,
        TimeProvider timeProvider,
        Action<Session, Exception> failed,
        SessionKeeper? keeper = null)
        : base(number, client, settings.IsResumable, limits, held, timeProvider, keeper)
    {
        _failed = failed;
        _streams = streams;
        _options = settings.Processor;
        _partial = new byte[settings.Processor.InputFormat.BytesPerBlock];
        _inputRate = new TokenBucket(limits.MaxInputRate, limits.InputBurst.TotalSeconds, timeProvider);
        Settings = settings;
        Probabilities = settings.ProbabilityRate > 0 ? new ProbabilityFeed(settings.ProbabilityRate) : null;
        Segments = settings.SegmentAudio == SegmentAudioMode.Url ? new SegmentStore(limits.SegmentAudioBytes, Held) : null;
    }

    /// <summary>The secret by which its segments' audio is fetched. Another one, because addresses find their way into logs.</summary>
    public string AudioKey { get; } = SecretId.New();

    public SessionSettings Settings { get; }

    public ProbabilityFeed? Probabilities { get; }

    public SegmentStore? Segments { get; }

    /// <summary>Samples of the input that have been accepted, one for all channels.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>All options as they hold.</summary>
    public EffectiveOptions Options => EffectiveOptions.Of(_options.Speech);

    private AudioFormat Format => Settings.Processor.InputFormat;

    /// <summary>Accepts bytes, cut anywhere. Those of a connection that is no longer the session's are dropped: its successor sends them again.</summary>
    /// <exception cref="ProtocolException">They come too fast.</exception>
    public async ValueTask PushAsync(ISessionPeer from, ReadOnlyMemory<byte> bytes)
    {
        if (!_inputRate.TryTake((double)bytes.Length / Format.BytesPerBlock / Format.SampleRateHz))
        {
            throw new ProtocolException(ErrorCode.TooFast, "Audio comes faster than the limits in ready allow.");
        }

        using Workplace work = await EnterAsync(from).ConfigureAwait(false);
        if (!work.IsEntered)
        {
            return;
        }

        if (_partialBytes > 0)
        {
            int missing = Math.Min(bytes.Length, Format.BytesPerBlock - _partialBytes);
            Keep(bytes[..missing]);
            bytes = bytes[missing..];
            if (_partialBytes == Format.BytesPerBlock)
            {
                _partialBytes = 0;
                await PushBlocksAsync(_partial).ConfigureAwait(false);
            }
        }

        int whole = bytes.Length - (bytes.Length % Format.BytesPerBlock);
        await PushBlocksAsync(bytes[..whole]).ConfigureAwait(false);
        Keep(bytes[whole..]);
    }

    /// <summary>Closes open speech and tells it.</summary>
    public async ValueTask FlushAsync(ISessionPeer from, long? id)
    {
        using Workplace work = await EnterAsync(from).ConfigureAwait(false);
        if (work.IsEntered)
        {
            await FlushStreamAsync().ConfigureAwait(false);
            long position = _stream?.Position ?? 0;
            Events.Append(new FlushedMessage { Id = id, Sample = position, Time = SampleClock.ToSeconds(position) });
            Wake();
            Keeper?.KeepAsync(); // sent then
        }
    }

    /// <summary>Closes open speech, and takes no more audio: the client is done.</summary>
    public async ValueTask StopAsync(ISessionPeer from)
    {
        using Workplace work = await EnterAsync(from).ConfigureAwait(false);
        if (work.IsEntered)
        {
            await FlushStreamAsync().ConfigureAwait(false);
            Final = Ending.Stopped;
        }
    }

    /// <summary>Changes options from the next frame on.</summary>
    /// <exception cref="ProtocolException">A value is illegal. Nothing has changed.</exception>
    public async ValueTask UpdateAsync(ISessionPeer from, OptionsMessage options, TimeSpan longestSpeech)
    {
        using Workplace work = await EnterAsync(from).ConfigureAwait(false);
        if (work.IsEntered)
        {
            SpeechSettings changed = options.ApplyTo(_options.Speech, longestSpeech, isFatal: false);
            _stream?.Update(changed);
            _options = _options with { Speech = changed };
        }
    }

    private void Keep(ReadOnlyMemory<byte> bytes)
    {
        bytes.Span.CopyTo(_partial.AsSpan(_partialBytes));
        _partialBytes += bytes.Length;
    }

    private async ValueTask PushBlocksAsync(ReadOnlyMemory<byte> blocks)
    {
        if (!blocks.IsEmpty)
        {
            _stream ??= _streams.Create(_options, Take);
            await _stream.PushAsync(blocks).ConfigureAwait(false);
            long samples = blocks.Length / Format.BytesPerBlock;
            Volatile.Write(ref _received, _received + samples);
            TellReceived();
            HoldOpenSpeech(samples);
            WatchForStall();
        }
    }

    // About what the stream keeps of speech that is open: one that has just begun counts with the next piece.
    private void HoldOpenSpeech(long samples)
    {
        if (_isSpeaking && Settings.Processor.Audio != ResultAudio.None)
        {
            Held.Speak(samples * SampleClock.SampleRateHz / Format.SampleRateHz * sizeof(short));
        }
    }

    protected override ValueTask FlushStreamAsync() => _stream?.FlushAsync() ?? ValueTask.CompletedTask;
}
