using System.Globalization;
using System.Text;

namespace Cascade.Diagnostics;

/// <summary>Statistics as text for people.</summary>
internal static class ReportText
{
    public const string Chunks = "chunks";
    public const string Ticks = "ticks";

    /// <param name="stream">The stream.</param>
    /// <param name="call">The unit of processing: chunks of the stream's own, or ticks with other streams, whose time is not the stream's alone.</param>
    public static string Of(VadStream stream, string call) => Of(stream.Options, stream.Format, stream.GetStats(), call);

    /// <inheritdoc cref="Of(VadStream, string)"/>
    public static string Of(StreamProcessorOptions options, AudioFormat format, ProcessorStats stats, string call)
    {
        StringBuilder text = new();
        TimeSpan audio = stats.Position - SampleClock.ToTime(options.StartSample);
        Line(text, "engine", $"{options.Engine}");
        Line(text, "input", $"{format.SampleRateHz:N0} Hz, {format.Channels} channels, {format.Encoding}");
        Line(text, "received", $"{stats.BytesReceived:N0} bytes; {stats.BytesWaiting:N0} wait, {stats.BytesUnused:N0} in no result, {stats.NonFiniteSamples:N0} samples were no numbers");
        Line(text, "audio", $"{audio.TotalSeconds:N3} s, {stats.Frames:N0} frames");
        Line(text, "speech", $"{stats.Speech.TotalSeconds:N3} s{Share(stats.Speech, audio)}, {stats.Segments:N0} segments; {stats.DiscardedBursts:N0} bursts discarded");
        Append(text, "inference", Describe(stats.Inference, "frames"));
        Append(text, call, Describe(stats.Chunks, call));
        if (call == Chunks && stats.Chunks.Total > TimeSpan.Zero)
        {
            Line(text, "speed", $"{audio / stats.Chunks.Total:N0} times real time");
        }

        Line(text, "memory", $"{stats.BytesBuffered:N0} bytes of audio are kept, {stats.PeakBytesBuffered:N0} at most");
        Line(text, "errors", $"{stats.Errors:N0}");
        return text.ToString();
    }

    private static void Line(StringBuilder text, string name, FormattableString value) => Append(text, name, value.ToString(CultureInfo.InvariantCulture));

    private static void Append(StringBuilder text, string name, string value) => text.Append(name.PadRight(11)).Append(value).Append('\n');

    private static string Share(TimeSpan speech, TimeSpan audio) => audio > TimeSpan.Zero ? FormattableString.Invariant($" ({100 * (speech / audio):0.0} %)") : "";

    private static string Describe(DurationStats stats, string unit) => stats.Count == 0
        ? "none measured"
        : $"mean {Time(stats.Mean)}  p50 {Time(stats.P50)}  p95 {Time(stats.P95)}  p99 {Time(stats.P99)}  max {Time(stats.Max)}  of {stats.Count.ToString("N0", CultureInfo.InvariantCulture)} {unit}";

    // One width for all, so that lines can be compared at a glance.
    private static string Time(TimeSpan time) => time.TotalMicroseconds < 10_000
        ? FormattableString.Invariant($"{time.TotalMicroseconds,7:0.0} us")
        : FormattableString.Invariant($"{time.TotalMilliseconds,7:0.0} ms");
}
