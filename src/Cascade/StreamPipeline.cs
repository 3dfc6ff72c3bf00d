using System.Buffers;
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
    private readonly MemoryPool<byte>? _inputPool;
    private FrameReader _frames;
    private volatile StreamProcessorOptions _options;
    private StreamProcessorOptions _applied;
    private long _earlierBytes;
    private long _unusedBytes;

    /// <summary>Makes a stream.</summary>
    /// <param name="options">Checked by the caller.</param>
    /// <param name="times">How long the work takes that is done for it.</param>
    /// <param name="pool">Where audio of results is kept; the shared pool if <see langword="null"/>.</param>
    /// <param name="inputPool">Where waiting bytes are kept; the shared pool if <see langword="null"/>.</param>
    public StreamPipeline(StreamProcessorOptions options, ProcessingTimes times, ArrayPool<byte>? pool = null, MemoryPool<byte>? inputPool = null)
    {
        _options = options;
        _applied = options;
        _inputPool = inputPool;
        _keepsInput = options.Audio == ResultAudio.Input;
        _audio = new SegmentAudio(_keepsInput ? position => _frames!.ByteAt(position) : null, pool, isKept: options.Audio != ResultAudio.None);
        _segmenter = new Segmenter(new SegmentationSettings(options), options.Results, _audio);
        _frames = CreateReader(options.InputFormat);
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

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _frames.Write(bytes);
        Diagnostics.Received(bytes.Length);
    }

    public void End() => _frames.End();

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
        bool isUsed = _segmenter.Flush(rest, Ready);
        _unusedBytes += isUsed ? _frames.UnfinishedBytes : _frames.RestBytes;
        Diagnostics.Ended(isUsed ? 0 : rest.Length * Network.ClockSamplesPerSample);
        _frames.Restart();
        _segmenter.Release();
        return true;
    }

    /// <summary>Forgets everything and begins a new stream.</summary>
    public void Reset(AudioFormat format)
    {
        _segmenter.Reset();
        Diagnostics.Reset();
        Ready.Clear();
        _earlierBytes = 0;
        _unusedBytes = 0;
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
    public ProcessorStats GetStats() => ProcessorStats.Of(_frames, _segmenter, Diagnostics, Volatile.Read(ref _earlierBytes), Volatile.Read(ref _unusedBytes));

    private FrameReader CreateReader(AudioFormat format)
    {
        _audio.Network = _options.NetworkFor(format);
        return new FrameReader(format, _segmenter.Position, _keepsInput ? _audio.AppendInput : null, _audio.Network, _inputPool);
    }

    private void ReadFrom(AudioFormat format)
    {
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
