using Cascade.Segmentation;

namespace Cascade.Diagnostics;

/// <summary>The measurements and log entries of one stream. One caller at a time, but for <see cref="Errors"/>.</summary>
internal sealed class StreamDiagnostics
{
    // Told to the meter once a second of audio, so that a listener is not asked for every frame.
    private const int FramesPerTelling = 31;

    private readonly StreamProcessorOptions _options;
    private readonly StreamLog _log;
    private readonly Segmenter _segmenter;
    private long _bytes;
    private int _frames;
    private long _segments;
    private long _speechSamples;
    private long _bursts;
    private long _burstSamples;
    private long _errors;
    private bool _saidNonFinite;

    /// <summary>Makes the diagnostics of a stream.</summary>
    /// <param name="options">The stream's.</param>
    /// <param name="segmenter">Its counts are told on when they have changed, so that it knows nothing of meters.</param>
    /// <param name="times">Those of the batch that the stream is in, or of the processor.</param>
    public StreamDiagnostics(StreamProcessorOptions options, Segmenter segmenter, ProcessingTimes times)
    {
        _options = options;
        _segmenter = segmenter;
        _log = StreamLog.For(options.LoggerFactory);
        Times = times;
    }

    public ProcessingTimes Times { get; }

    /// <summary>Calls that ended in an error.</summary>
    public long Errors => Volatile.Read(ref _errors);

    private MetricTags Tags => Times.Tags;

    private SegmentCounters Counters => _segmenter.Counters;

    private TimeSpan Position => SampleClock.ToTime(_segmenter.Position);

    public void Begun()
    {
        CascadeMeter.ActiveProcessors.Add(1, Tags.Engine, Tags.Model);
        _log.Logger.StreamBegun(_options.InputFormat, _options.Engine.Name, _options.Engine.Model);
    }

    public void Disposed()
    {
        Tell();
        CascadeMeter.ActiveProcessors.Add(-1, Tags.Engine, Tags.Model);
        _log.Logger.StreamDisposed(Position);
    }

    public void Loaded(long start) => _log.Logger.EngineLoaded(_options.Engine.Name, _options.Engine.Model, Times.SecondsSince(start));

    public void Received(int bytes) => _bytes += bytes;

    /// <summary>The segmenter has taken in a frame.</summary>
    public void Advanced(long nonFiniteSamples)
    {
        if (++_frames == FramesPerTelling)
        {
            Tell();
        }

        TellOfSpeech();
        if (nonFiniteSamples > 0 && !_saidNonFinite)
        {
            _saidNonFinite = true;
            _log.Logger.NonFiniteInput(nonFiniteSamples);
        }
    }

    /// <summary>A file has bytes that may be audio and were not read.</summary>
    public void LeftUnread(long bytes) => _log.Logger.AudioUnread(bytes);

    /// <summary>The segmenter has passed an end, with so many samples that are in no result.</summary>
    public void Ended(long unusedSamples)
    {
        Tell();
        TellOfSpeech();
        if (unusedSamples > 0)
        {
            CascadeMeter.DiscardedSamples.Add(unusedSamples, Tags.Engine, Tags.Model, MetricTags.RestDiscarded);
        }

        _log.Logger.StreamEnded(Position, Counters.Segments, SampleClock.ToTime(Counters.SpeechSamples));
    }

    /// <summary>A call has failed. For the filter of a catch clause, so that the exception is told where its call still stands.</summary>
    /// <returns>False: nothing is caught.</returns>
    public bool Failed(Exception error)
    {
        if (error is not (OperationCanceledException or ObjectDisposedException))
        {
            Interlocked.Increment(ref _errors);
            CascadeMeter.Failures.Add(1, Tags.Engine, Tags.Model, MetricTags.ErrorType(error));
            _log.Logger.CallFailed(Position, error);
        }

        return false;
    }

    /// <summary>A new stream begins; its counters are zero.</summary>
    public void Reset()
    {
        Tell();
        (_segments, _speechSamples, _bursts, _burstSamples, _saidNonFinite) = (0, 0, 0, 0, false);
        Volatile.Write(ref _errors, 0);
        Times.Reset();
    }

    /// <summary>A stream goes on that was saved elsewhere, and told of there.</summary>
    public void Restored(long errors)
    {
        (_segments, _speechSamples, _bursts, _burstSamples) = (Counters.Segments, Counters.SpeechSamples, Counters.Discarded, Counters.DiscardedSamples);
        Volatile.Write(ref _errors, errors);
    }

    private void Tell()
    {
        CascadeMeter.InputSize.Add(_bytes, Tags.Engine, Tags.Model);
        CascadeMeter.Frames.Add(_frames, Tags.Engine, Tags.Model);
        (_bytes, _frames) = (0, 0);
    }

    private void TellOfSpeech()
    {
        if (Counters.Segments != _segments)
        {
            SegmentEnded();
        }

        if (Counters.Discarded != _bursts)
        {
            BurstDiscarded();
        }
    }

    private void SegmentEnded()
    {
        double seconds = SampleClock.ToTime(Counters.SpeechSamples - _speechSamples).TotalSeconds;
        CascadeMeter.Segments.Add(Counters.Segments - _segments, Tags.Engine, Tags.Model, MetricTags.SegmentReason(Counters.LastEndedBy));
        CascadeMeter.SpeechTime.Add(seconds, Tags.Engine, Tags.Model);
        (_segments, _speechSamples) = (Counters.Segments, Counters.SpeechSamples);
    }

    private void BurstDiscarded()
    {
        CascadeMeter.DiscardedBursts.Add(Counters.Discarded - _bursts, Tags.Engine, Tags.Model);
        CascadeMeter.DiscardedSamples.Add(Counters.DiscardedSamples - _burstSamples, Tags.Engine, Tags.Model, MetricTags.BurstDiscarded);
        (_bursts, _burstSamples) = (Counters.Discarded, Counters.DiscardedSamples);
    }
}
