using System.Diagnostics.Metrics;

namespace Cascade.Diagnostics;

/// <summary>
/// The instruments that a host sees on its dashboards, with names and units by OpenTelemetry's semantic conventions. docs/metrics.md lists them, and a test compares the two.
/// </summary>
internal static class CascadeMeter
{
    public const string Name = "Cascade";

    private static readonly Meter Meter = new(Name, typeof(CascadeMeter).Assembly.GetName().Version!.ToString(3));

    public static readonly UpDownCounter<long> ActiveProcessors = Meter.CreateUpDownCounter<long>(
        "cascade.active_processors", "{processor}", "Processors, and streams of batches, that have been made and not disposed");

    public static readonly Counter<long> InputSize = Meter.CreateCounter<long>("cascade.input.size", "By", "Audio accepted");

    public static readonly Counter<long> Frames = Meter.CreateCounter<long>("cascade.frames", "{frame}", "Frames of 32 ms that the network has heard");

    public static readonly Counter<long> Segments = Meter.CreateCounter<long>(
        "cascade.segments", "{segment}", "Segments that have ended, whether or not they are emitted");

    public static readonly Counter<double> SpeechTime = Meter.CreateCounter<double>("cascade.speech.time", "s", "Length of the segments that have ended");

    public static readonly Counter<long> DiscardedBursts = Meter.CreateCounter<long>(
        "cascade.discarded_bursts", "{burst}", "Bursts of speech that were too short for a segment");

    public static readonly Counter<long> DiscardedSamples = Meter.CreateCounter<long>(
        "cascade.discarded_samples", "{sample}", "16 kHz samples of such bursts, and of rests shorter than a frame that the end of a stream found outside speech");

    public static readonly Histogram<double> InferenceDuration = Meter.CreateHistogram<double>(
        "cascade.inference.duration", "s", "Time of the network for a frame; where it takes several at once, their mean", advice: MetricBuckets.Durations);

    public static readonly Histogram<double> ChunkDuration = Meter.CreateHistogram<double>(
        "cascade.chunk.duration",
        "s",
        "Time from a chunk's acceptance until its results are known, of chunks that complete a frame",
        advice: MetricBuckets.Durations);

    public static readonly Histogram<double> TickDuration = Meter.CreateHistogram<double>(
        "cascade.tick.duration", "s", "Time of a batch's tick, of ticks that find a frame", advice: MetricBuckets.Durations);

    public static readonly Histogram<double> RealTimeFactor = Meter.CreateHistogram<double>(
        "cascade.real_time_factor", "1", "Time of chunks or ticks over the duration of their audio, for each second; more than 1 is too slow for a live stream", advice: MetricBuckets.Factors);

    public static readonly Counter<long> Failures = Meter.CreateCounter<long>(
        "cascade.failures", "{failure}", "Calls that ended in an error; cancellation and disposal are none");
}
