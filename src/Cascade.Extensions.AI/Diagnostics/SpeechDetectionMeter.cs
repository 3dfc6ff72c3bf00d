using System.Diagnostics.Metrics;

namespace Cascade.Extensions.AI.Diagnostics;

/// <summary>The instruments of the meter <c>Cascade.Extensions.AI</c>. docs/recognition.md lists them, and a test compares the two.</summary>
internal static class SpeechDetectionMeter
{
    public const string Name = "Cascade.Extensions.AI";

    private static readonly Meter Meter = new(Name, typeof(SpeechDetectionMeter).Assembly.GetName().Version!.ToString(3));

    private static readonly Counter<double> AudioSent = Meter.CreateCounter<double>("cascade.recognition.audio.sent", "s", "Audio that was sent to a client");

    private static readonly Counter<double> AudioSaved = Meter.CreateCounter<double>("cascade.recognition.audio.saved", "s", "Audio that was not sent, because there was no speech in it");

    private static readonly Counter<long> Utterances = Meter.CreateCounter<long>("cascade.recognition.utterances", "{utterance}", "Utterances that were sent to a client");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "cascade.recognition.duration",
        "s",
        "Time of a client for an utterance",
        advice: new() { HistogramBucketBoundaries = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 20, 30, 60] });

    private static readonly Counter<long> Failures = Meter.CreateCounter<long>(
        "cascade.recognition.failures", "{failure}", "Utterances on which a client failed; cancellation is none");

    public static void Sent(TimeSpan silenceBefore, TimeSpan speech)
    {
        Saved(silenceBefore);
        AudioSent.Add(speech.TotalSeconds);
        Utterances.Add(1);
    }

    public static void Saved(TimeSpan silence) => AudioSaved.Add(Math.Max(0, silence.TotalSeconds));

    public static void Recognized(TimeSpan elapsed) => Duration.Record(elapsed.TotalSeconds);

    public static void Failed(Exception error) => Failures.Add(1, new KeyValuePair<string, object?>("error.type", error.GetType().FullName));
}
