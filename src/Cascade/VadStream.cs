using System.Buffers;
using System.IO.Pipelines;
using Cascade.Audio;
using Cascade.Diagnostics;
using Cascade.Framing;
using Cascade.Inference;
using Cascade.Segmentation;

namespace Cascade;

/// <summary>
/// One stream without its network: bytes and ends in, frames out; their probabilities in, results out. One caller at a time; but counts are read, and settings changed, from any thread.
/// </summary>
internal sealed partial class VadStream
{
    private readonly PipeOptions? _waiting;
    private readonly List<float>? _recording;
    private readonly SegmentAudio _audio;
    private readonly Segmenter _segmenter;
    private InputClock _clock;
    private PendingAudio _pending;
    private FrameReader _frames;
    private volatile SpeechSettings _settings;
    private SpeechSettings _applied;
    private AutomaticGain? _gain;
    private bool _isExhausted; // a resampler may hold less than the bytes promise

    /// <summary>Makes a stream.</summary>
    /// <param name="options">Checked by the caller.</param>
    /// <param name="times">Measures the work that is done for the stream.</param>
    /// <param name="pool">Where audio of results is kept; the shared pool if <see langword="null"/>.</param>
    /// <param name="waiting">Where bytes wait, as for <see cref="PendingAudio"/>.</param>
    /// <param name="recording">Receives the probabilities, in place of segments and results: the last frame before an end is then filled up with silence.</param>
    public VadStream(StreamProcessorOptions options, ProcessingTimes times, ArrayPool<byte>? pool = null, PipeOptions? waiting = null, List<float>? recording = null)
    {
        Options = options;
        _settings = options.Speech;
        _applied = options.Speech;
        _waiting = waiting;
        _recording = recording;
        _audio = new SegmentAudio(options.Audio, pool);
        _segmenter = new Segmenter(new SegmentationSettings(_settings), _settings.Results, _audio, options);
        Format = options.InputFormat;
        (Network, _clock, _pending, _frames) = CreateInput();
        Diagnostics = new StreamDiagnostics(options, _segmenter, times);
        Diagnostics.Begun();
    }

    /// <summary>Gets the options that the stream was made with.</summary>
    public StreamProcessorOptions Options { get; }

    /// <summary>Gets what the meter and the log learn of the stream.</summary>
    public StreamDiagnostics Diagnostics { get; }

    /// <summary>Gets the results that are known and have not been delivered, in the order of the stream.</summary>
    public Queue<CascadeResult> Ready { get; } = new(0);

    /// <summary>Gets the format of the bytes.</summary>
    public AudioFormat Format { get; private set; }

    /// <summary>Gets the network that the frames are for.</summary>
    public NetworkRate Network { get; private set; }

    /// <summary>Gets the number of frames inferred.</summary>
    public long FrameCount => _segmenter.Counters.Frames;

    /// <summary>Gets the position on the clock after the last sample that was read.</summary>
    public long Position => _frames.Position;

    /// <summary>Gets whether speech has begun that is in no result yet.</summary>
    public bool HasOpenSpeech => _segmenter.HasOpenSpeech;

    /// <summary>Gets whether the undelivered results reach back so far that no more should be added.</summary>
    public bool IsFull => Ready.TryPeek(out CascadeResult? oldest) && Options.MaximumBacklog != Timeout.InfiniteTimeSpan
        && _segmenter.Position - oldest.EndSample > SampleClock.ToSamples(Options.MaximumBacklog);

    /// <summary>Gets whether there is audio or there are results that a flush would deliver.</summary>
    public bool IsUnfinished => WaitingBytes > 0 || Ready.Count > 0 || _segmenter.HasOpenSpeech;

    /// <summary>Gets whether another call of <see cref="ReadFrames"/> may find something.</summary>
    public bool HasWork => !_isExhausted && (_pending.IsEnding || FramesWith(0) > 0);

    /// <summary>Makes other settings hold from the next frame on. At any time from any thread.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is illegal; nothing has changed.</exception>
    public void Update(SpeechSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        _settings = settings;
    }

    /// <summary>Reads as many whole frames as there are and fit. Ends are passed on the way: no frame reaches across one.</summary>
    /// <returns>The number of frames; 0 if all audio is used up.</returns>
    public int ReadFrames(Span<float> frames)
    {
        int count = ReadWhole(frames);
        _gain?.Amplify(frames[..(count * Network.FrameSamples)], Network.FrameSamples);
        return count;
    }

    /// <summary>Takes back a frame that was the only one read.</summary>
    public void Unread(Span<float> frame)
    {
        _gain?.TakeBack(frame);
        _frames.Unread(frame);
        _isExhausted = false;
    }

    /// <summary>Takes in the probability of the oldest frame that was read.</summary>
    public void Advance(Span<float> frame, float probability)
    {
        _gain?.Restore(frame);
        if (_recording is not null)
        {
            _recording.Add(probability);
            _segmenter.Counters.Frames++;
        }
        else
        {
            ApplySettings();
            _segmenter.Advance(frame, probability, Ready);
        }

        Diagnostics.Advanced(_frames.NonFiniteSamples);
    }

    /// <summary>Forgets everything and begins a new stream.</summary>
    public void Reset(AudioFormat format)
    {
        _segmenter.Reset();
        Diagnostics.Reset();
        Ready.Clear();
        (_earlierBytes, _unusedBytes, _refusedBytes, _unreadBytes) = (0, 0, 0, 0);
        ReadFrom(format);
    }

    /// <summary>Goes on with bytes of another format. Nothing is unfinished, but the end of the audio before may not have been passed.</summary>
    public void ContinueWith(AudioFormat format)
    {
        _earlierBytes += _pending.Received;
        _segmenter.Flush([], SegmentEnd.Flush, Ready);
        ReadFrom(format);
    }

    /// <summary>Returns all memory to its pools. Counts and results can still be read.</summary>
    public void Close()
    {
        try
        {
            _pending.Close();
            _segmenter.Release();
        }
        finally
        {
            Diagnostics.Disposed(); // last: a listener that throws keeps nothing from being freed
        }
    }

    /// <summary>Gets the counts. From any thread; while frames are processed, values may be a frame apart.</summary>
    public ProcessorStats GetStats() => new()
    {
        BytesReceived = Volatile.Read(ref _earlierBytes) + _pending.Received,
        BytesWaiting = WaitingBytes,
        BytesUnused = Volatile.Read(ref _unusedBytes),
        BytesRefused = Volatile.Read(ref _refusedBytes),
        BytesUnread = Volatile.Read(ref _unreadBytes),
        BytesBuffered = _audio.Capacity,
        PeakBytesBuffered = _audio.PeakCapacity,
        NonFiniteSamples = _frames.NonFiniteSamples,
        Frames = _segmenter.Counters.Frames,
        Segments = _segmenter.Counters.Segments,
        DiscardedBursts = _segmenter.Counters.Discarded,
        Speech = SampleClock.ToTime(_segmenter.Counters.SpeechSamples),
        Position = SampleClock.ToTime(_segmenter.Position),
        Inference = Diagnostics.Times.Inference,
        Chunks = Diagnostics.Times.Calls,
        Errors = Diagnostics.Errors,
    };

    private long WaitingBytes => Math.Max(0, _pending.Received - _clock.ByteAt(_frames.Position)); // another thread may be reading a frame meanwhile

    private int ReadWhole(Span<float> frames)
    {
        while (true)
        {
            int count = _frames.End(frames[..Convert(frames)]);
            if (count > 0)
            {
                return count;
            }

            if (_pending.NextEnd is not { } why)
            {
                _isExhausted = true;
                return 0;
            }

            if (_recording is not null && _frames.TryReadRest(frames))
            {
                return 1;
            }

            PassEnd(why);
        }
    }

    private int Convert(Span<float> samples)
    {
        int count = _frames.Begin(samples);
        ReadOnlySequence<byte> bytes = _pending.Peek();
        long taken = 0;
        try
        {
            if (bytes.IsEmpty)
            {
                count += _frames.Convert([], samples[count..], out _);
            }

            foreach (ReadOnlyMemory<byte> segment in bytes)
            {
                count += _frames.Convert(segment.Span, samples[count..], out int used);
                _audio.AppendInput(segment.Span[..used]);
                taken += used;
                if (used < segment.Length)
                {
                    break;
                }
            }
        }
        finally
        {
            _pending.Take(taken);
        }

        return _pending.NextEnd is null ? count : count + _frames.ConvertTail(samples[count..]);
    }

    private void PassEnd(SegmentEnd why)
    {
        ApplySettings();
        bool isUsed = _segmenter.Flush(_frames.Rest, why, Ready);
        _unusedBytes += isUsed ? _frames.UnfinishedBytes : _pending.Taken - _clock.ByteAt(_frames.Position);
        long unusedSamples = isUsed ? 0 : (long)_frames.Rest.Length * Network.ClockSamplesPerSample;
        _frames.Restart(_pending.Taken);
        _segmenter.Release();
        _pending.PassEnd();
        Diagnostics.Ended(unusedSamples);
    }

    private void ReadFrom(AudioFormat format)
    {
        Format = format;
        _restOfRefused = 0;
        _pending.Close();
        (Network, _clock, _pending, _frames) = CreateInput();
    }

    private (NetworkRate Network, InputClock Clock, PendingAudio Pending, FrameReader Frames) CreateInput()
    {
        NetworkRate network = Options.Engine.NetworkFor(Format);
        InputClock clock = new(Format, _segmenter.Position);
        _audio.Use(Format, network, clock);
        _gain = Options.AutomaticGain ? new AutomaticGain() : null;
        _segmenter.Release();
        return (network, clock, new PendingAudio(_waiting), new FrameReader(Format, network, clock, _segmenter.Position));
    }

    private void ApplySettings()
    {
        SpeechSettings settings = _settings;
        if (!ReferenceEquals(settings, _applied))
        {
            _segmenter.Update(new SegmentationSettings(settings), settings.Results);
            _applied = settings;
        }
    }
}
