using System.Diagnostics.Metrics;
using Cascade.Inference;

namespace Cascade.Diagnostics;

/// <summary>
/// How long the work takes, of one processor or of a batch with all its streams: kept for statistics, given to the meter, and compared with how long the audio is. One caller at a time.
/// </summary>
/// <param name="tags">The tags of measurements.</param>
/// <param name="callDuration">The duration of a call: a chunk or a tick.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Learns when the work takes longer than the audio.</param>
internal sealed class ProcessingTimes(MetricTags tags, Histogram<double> callDuration, TimeProvider time, StreamLog log)
{
    private const double FrameSeconds = (double)SileroNetwork.FrameSamples / SampleClock.SampleRateHz;
    private const double NanosecondsPerSecond = 1e9;

    // Shorter, a pause of the garbage collector would look like a machine that is too slow.
    private const double WindowSeconds = 1;

    // A look at the clock costs 24 ns and a frame on the managed engine 8 us: timing every one would be more than half a percent.
    private const int QuickCallsPerTimed = 8;
    private const long Untimed = -1;

    private readonly double _secondsPerTick = 1.0 / time.TimestampFrequency;
    private DurationHistogram? _inference;
    private DurationHistogram? _calls;
    private int _quickCalls;
    private double _windowAudio;
    private double _windowWork;

    public MetricTags Tags => tags;

    /// <summary>The moment at which something begins.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>The network's time per frame.</summary>
    public DurationStats Inference => _inference?.ToStats() ?? DurationStats.None;

    /// <summary>The time of chunks, or of ticks.</summary>
    public DurationStats Calls => _calls?.ToStats() ?? DurationStats.None;

    public double SecondsSince(long start) => (Now - start) * _secondsPerTick;

    /// <summary>The network begins.</summary>
    /// <param name="isQuick">Whether it has a single frame to compute and could have more: of such calls one in eight is timed.</param>
    /// <returns>When, for <see cref="Inferred(int, long)"/>.</returns>
    public long BeginInference(bool isQuick) => isQuick && _quickCalls++ % QuickCallsPerTimed != 0 ? Untimed : Now;

    /// <summary>The network has taken some frames at once.</summary>
    public void Inferred(int frames, long start)
    {
        if (start != Untimed)
        {
            Inferred(frames, SecondsSince(start));
        }
    }

    /// <summary>The network has taken some frames at once, in so many seconds.</summary>
    public void Inferred(int frames, double seconds)
    {
        (_inference ??= new DurationHistogram()).Add(ToNanoseconds(seconds), frames);
        CascadeMeter.InferenceDuration.Record(seconds / frames, tags.Engine, tags.Model);
    }

    /// <summary>A chunk or a tick is done.</summary>
    /// <param name="frames">The frames of the stream, or of the stream that had most of them; nothing is counted without any.</param>
    /// <param name="start">When it began.</param>
    public void Processed(long frames, long start)
    {
        if (frames == 0)
        {
            return;
        }

        double seconds = SecondsSince(start);
        (_calls ??= new DurationHistogram()).Add(ToNanoseconds(seconds), times: 1);
        callDuration.Record(seconds, tags.Engine, tags.Model);
        Compare(seconds, frames * FrameSeconds);
    }

    /// <summary>Forgets what was measured.</summary>
    public void Reset()
    {
        _inference = null;
        _calls = null;
        (_quickCalls, _windowAudio, _windowWork) = (0, 0, 0);
    }

    private static long ToNanoseconds(double seconds) => (long)((seconds * NanosecondsPerSecond) + 0.5);

    private void Compare(double work, double audio)
    {
        _windowWork += work;
        _windowAudio += audio;
        if (_windowAudio < WindowSeconds)
        {
            return;
        }

        CascadeMeter.RealTimeFactor.Record(_windowWork / _windowAudio, tags.Engine, tags.Model);
        if (_windowWork > _windowAudio)
        {
            log.SlowerThanRealTime(_windowWork, _windowAudio, time);
        }

        (_windowAudio, _windowWork) = (0, 0);
    }
}
