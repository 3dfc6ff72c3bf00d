using System.Buffers;
using System.IO.Pipelines;
using Cascade.Diagnostics;
using Cascade.Framing;
using Cascade.Inference;
using Cascade.Segmentation;

namespace Cascade;

/// <summary>
/// One stream without its network: bytes in and frames out, their probabilities in and results out. One caller at a time; but the counts are read, and options changed, from any thread.
/// </summary>
internal sealed class StreamPipeline
{
    private readonly SegmentAudio _audio;
    private readonly Segmenter _segmenter;
    private readonly bool _keepsInput;
    private readonly PipeOptions? _waiting;
    private FrameReader _frames;
    private volatile StreamProcessorOptions _options;
    private StreamProcessorOptions _applied;
    private SegmentEnd _endedBy;
    private long _lastInput;
    private long _earlierBytes;
    private long _unusedBytes;
    private long _refusedBytes;
    private int _restOfRefused; // bytes to come of a sample whose first ones were refused

    /// <summary>Makes a stream.</summary>
    /// <param name="options">Checked by the caller.</param>
    /// <param name="times">How long the work takes that is done for it.</param>
    /// <param name="pool">Where audio of results is kept; the shared pool if <see langword="null"/>.</param>
    /// <param name="waiting">Where bytes wait, as for <see cref="FrameReader"/>.</param>
    public StreamPipeline(StreamProcessorOptions options, ProcessingTimes times, ArrayPool<byte>? pool = null, PipeOptions? waiting = null)
    {
        _options = options;
        _applied = options;
        _waiting = waiting;
        _keepsInput = options.Audio == ResultAudio.Input;
        _audio = new SegmentAudio(_keepsInput ? position => _frames!.ByteAt(position) : null, pool, isKept: options.Audio != ResultAudio.None);
        _segmenter = new Segmenter(new SegmentationSettings(options), options.Results, _audio, options.StartSample);
        _frames = CreateReader(options.InputFormat);
        _segmenter.Release(); // now that positions have bytes
        Diagnostics = new StreamDiagnostics(options, _segmenter, times);
        Diagnostics.Begun();
    }

    /// <summary>Where the work on the stream is told.</summary>
    public StreamDiagnostics Diagnostics { get; }

    /// <summary>What is known and has not been delivered, in the order of the stream.</summary>
    public Queue<CascadeResult> Ready { get; } = new();

    /// <summary>The options that hold from the next frame on.</summary>
    public StreamProcessorOptions Options => _options;

    /// <summary>What the bytes mean.</summary>
    public AudioFormat Format => _frames.Format;

    /// <summary>What the frames are for.</summary>
    public NetworkRate Network => _frames.Network;

    /// <summary>The number of the next frame, and its first sample.</summary>
    public (long Frame, long Sample) Next => (_segmenter.Counters.Frames, _segmenter.Position);

    /// <summary>Whether an end was asked for that has not been passed.</summary>
    public bool IsEnding => _frames.IsEnding;

    /// <summary>Whether speech has begun that is in no result yet.</summary>
    public bool HasOpenSpeech => _segmenter.HasOpenSpeech;

    /// <summary>Whether the oldest undelivered result is from so long ago that no more should be added.</summary>
    public bool IsFull => Ready.TryPeek(out CascadeResult? oldest) && IsOver(_segmenter.Position - oldest.EndSample);

    /// <summary>Whether no audio has arrived for longer than open speech is to wait.</summary>
    public bool HasNoInput => _options is { InputTimeout: { } timeout, TimeProvider: { } time } && time.GetElapsedTime(_lastInput) >= timeout;

    /// <summary>Whether there is audio or are results that a flush would deliver.</summary>
    public bool IsUnfinished => _frames.WaitingBytes > 0 || Ready.Count > 0 || _segmenter.HasOpenSpeech;

    /// <summary>Makes other options hold from the next frame on. At any time from any thread.</summary>
    /// <exception cref="ArgumentException">They are illegal, or change what cannot be changed; nothing has changed.</exception>
    public void Update(StreamProcessorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ValidateAsUpdateOf(_options);
        _options = options;
    }

    /// <summary>Accepts bytes that are processed next.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            _lastInput = _options.TimeProvider.GetTimestamp();
        }

        int skipped = Math.Min(_restOfRefused, bytes.Length);
        _restOfRefused -= skipped;
        _refusedBytes += skipped;
        _frames.Write(bytes[skipped..]);
        Diagnostics.Received(bytes.Length - skipped);
    }

    /// <summary>Whether so many bytes more may wait to be processed.</summary>
    public bool CanWait(int bytes) => bytes <= Room;

    /// <summary>Accepts as many bytes as may wait to be processed. The others are counted, whole samples of them, so that those before and behind stay whole.</summary>
    public void Keep(ReadOnlySpan<byte> bytes)
    {
        long room = _restOfRefused + Room;
        int block = _frames.Format.BytesPerBlock;
        int unfinished = _restOfRefused + ((block - _frames.BytesInBlock) % block);
        int kept = (int)Math.Min(bytes.Length, unfinished + (Math.Max(0, room - unfinished) / block * block));
        int refused = bytes.Length - kept;
        Write(bytes[..kept]);
        if (refused > 0)
        {
            _refusedBytes += refused;
            _restOfRefused = (block - (refused % block)) % block;
        }
    }

    /// <summary>Asks for an end after all that has been written.</summary>
    public void End(SegmentEnd endedBy)
    {
        _endedBy = _frames.IsEnding ? _endedBy : endedBy;
        _restOfRefused = 0;
        _frames.End();
    }

    /// <summary>How many frames there may be to read once so many more bytes are written.</summary>
    public long FramesWith(long moreBytes) => _frames.FramesWith(moreBytes);

    /// <summary>Reads as many whole frames as there are and fit, up to an end.</summary>
    public int Read(Span<float> frames) => _frames.Read(frames);

    /// <summary>Takes back a frame that was the only one read.</summary>
    public void Unread(ReadOnlySpan<float> frame) => _frames.Unread(frame);

    /// <summary>Takes in the answer to a frame.</summary>
    public void Advance(ReadOnlySpan<float> frame, float probability)
    {
        ApplyOptions();
        _segmenter.Advance(frame, probability, Ready);
        Diagnostics.Advanced(_frames.NonFiniteSamples);
    }

    /// <summary>Once <see cref="Read"/> has no more frames: closes open speech at an end that was asked for and goes on behind it.</summary>
    /// <returns>False if no end was asked for.</returns>
    public bool TryPassEnd()
    {
        if (!_frames.TryReadRest(out ReadOnlySpan<float> rest))
        {
            return false;
        }

        ApplyOptions();
        bool isUsed = _segmenter.Flush(rest, _endedBy, Ready);
        _unusedBytes += isUsed ? _frames.UnfinishedBytes : _frames.RestBytes;
        Diagnostics.Ended(isUsed ? 0 : rest.Length * Network.ClockSamplesPerSample);
        _frames.Restart();
        _segmenter.Release();
        _endedBy = SegmentEnd.Flush; // only that was asked for behind it
        return true;
    }

    /// <summary>Forgets everything and begins a new stream.</summary>
    public void Reset(AudioFormat format)
    {
        _segmenter.Reset(_options.StartSample);
        Diagnostics.Reset();
        Ready.Clear();
        _earlierBytes = 0;
        _unusedBytes = 0;
        _refusedBytes = 0;
        ReadFrom(format);
    }

    /// <summary>Goes on, after a flush, with bytes that mean something else.</summary>
    public void ContinueWith(AudioFormat format)
    {
        _earlierBytes += _frames.ReceivedBytes;
        ReadFrom(format);
    }

    /// <summary>Returns all memory to its pools. Nothing may follow but what reads counts and results.</summary>
    public void Close()
    {
        _frames.Close();
        _segmenter.Release();
        Diagnostics.Disposed();
    }

    /// <summary>What has been counted. From any thread; while frames are processed, values may be a frame apart.</summary>
    public ProcessorStats GetStats() =>
        ProcessorStats.Of(_frames, _segmenter, Diagnostics, Volatile.Read(ref _earlierBytes), Volatile.Read(ref _unusedBytes), Volatile.Read(ref _refusedBytes));

    private long Room
    {
        get
        {
            TimeSpan longest = _options.MaximumBacklog;
            long most = longest == Timeout.InfiniteTimeSpan ? long.MaxValue : longest.Ticks * Format.SampleRateHz / TimeSpan.TicksPerSecond * Format.BytesPerBlock;
            return Math.Max(0, most - _frames.WaitingBytes);
        }
    }

    private bool IsOver(long samples) => _options.MaximumBacklog != Timeout.InfiniteTimeSpan && samples > SampleClock.ToSamples(_options.MaximumBacklog);

    private FrameReader CreateReader(AudioFormat format)
    {
        _audio.Network = _options.NetworkFor(format);
        return new FrameReader(format, _segmenter.Position, _keepsInput ? _audio.AppendInput : null, _audio.Network, _waiting);
    }

    private void ReadFrom(AudioFormat format)
    {
        _restOfRefused = 0;
        _frames.Close();
        _frames = CreateReader(format);
        _segmenter.Release();
    }

    private void ApplyOptions()
    {
        StreamProcessorOptions options = _options;
        if (!ReferenceEquals(options, _applied))
        {
            _segmenter.Update(new SegmentationSettings(options), options.Results);
            _applied = options;
        }
    }
}
