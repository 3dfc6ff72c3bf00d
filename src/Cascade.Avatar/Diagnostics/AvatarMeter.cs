using System.Diagnostics.Metrics;

namespace Cascade.Avatar.Diagnostics;

/// <summary>The instruments of the meter <c>Cascade.Avatar</c>.</summary>
internal static class AvatarMeter
{
    private static readonly Meter Meter = new("Cascade.Avatar");
    private static readonly UpDownCounter<long> Active = Meter.CreateUpDownCounter<long>("cascade.avatar.active", "{stream}", "Streams that are open");
    private static readonly Counter<long> Frames = Meter.CreateCounter<long>("cascade.avatar.frames", "{frame}", "Frames of 40 ms, by outcome: drawn, still, dropped");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "cascade.avatar.frame.duration", "s", "Time to draw a frame's lips", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.08, 0.1, 0.2, 0.5] });

    public static void Opened() => Active.Add(1);

    public static void Closed() => Active.Add(-1);

    public static void Frame(AvatarFrameKind kind) => Frames.Add(1, new KeyValuePair<string, object?>("cascade.avatar.outcome", kind switch
    {
        AvatarFrameKind.Drawn => "drawn",
        AvatarFrameKind.Dropped => "dropped",
        _ => "still",
    }));

    public static void Drawn(TimeSpan duration) => Duration.Record(duration.TotalSeconds);
}
