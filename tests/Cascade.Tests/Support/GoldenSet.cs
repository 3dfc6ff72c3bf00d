using System.Text.Json;

namespace Cascade.Tests;

/// <summary>One parameter set of a golden, with the names of silero's Python code, and the answers to it.</summary>
internal sealed record GoldenSet(
    double Threshold,
    double? ExitThreshold,
    double MinSpeechMs,
    double? MaxSpeechSeconds,
    double MinSilenceMs,
    double PadMs,
    double MinSilenceAtMaxMs,
    bool CutAtLongest,
    int? Decimals,
    GoldenEvent[] Events,
    (double Start, double End)[] Timestamps)
{
    public SpeechTimestampsOptions Offline => (SpeechTimestampsOptions)Apply(new SpeechTimestampsOptions());

    /// <summary>For the stream, which is to give the raw events whatever the minimum and the maximum. The iterator has no exit threshold of its own.</summary>
    public StreamProcessorOptions Stream => new()
    {
        Engine = VadEngine.OnnxRuntime(shareSession: true),
        Speech = (SpeechSettings)Apply(new SpeechSettings { Results = ResultKinds.All }) with { ExitThreshold = null },
    };

    public static GoldenSet Read(JsonElement result)
    {
        JsonElement p = result.GetProperty("params");
        return new GoldenSet(
            p.GetProperty("threshold").GetDouble(),
            Number(p, "neg_threshold"),
            p.GetProperty("min_speech_duration_ms").GetDouble(),
            Number(p, "max_speech_duration_s"),
            p.GetProperty("min_silence_duration_ms").GetDouble(),
            p.GetProperty("speech_pad_ms").GetDouble(),
            p.GetProperty("min_silence_at_max_speech").GetDouble(),
            p.GetProperty("use_max_poss_sil_at_max_speech").GetBoolean(),
            p.GetProperty("return_seconds").GetBoolean() ? p.GetProperty("time_resolution").GetInt32() : null,
            [.. result.GetProperty("iterator_events").EnumerateArray().Select(e => e.TryGetProperty("start", out JsonElement start)
                ? new GoldenEvent(e.GetProperty("frame").GetInt64(), "start", start.GetInt64())
                : new GoldenEvent(e.GetProperty("frame").GetInt64(), "end", e.GetProperty("end").GetInt64()))],
            [.. result.GetProperty("timestamps").EnumerateArray().Select(t => (t.GetProperty("start").GetDouble(), t.GetProperty("end").GetDouble()))]);
    }

    public override string ToString() => FormattableString.Invariant(
        $"threshold {Threshold} exit {ExitThreshold} speech {MinSpeechMs}-{MaxSpeechSeconds * 1000} silence {MinSilenceMs} pad {PadMs} at max {MinSilenceAtMaxMs} {(CutAtLongest ? "longest" : "last")} decimals {Decimals}");

    private static double? Number(JsonElement parameters, string name) =>
        parameters.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    private DetectionSettings Apply(DetectionSettings settings) => settings with
    {
        Threshold = Threshold,
        ExitThreshold = ExitThreshold,
        MinimumSpeech = TimeSpan.FromMilliseconds(MinSpeechMs),
        MaximumSpeech = MaxSpeechSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan,
        MinimumSilence = TimeSpan.FromMilliseconds(MinSilenceMs),
        SpeechPad = TimeSpan.FromMilliseconds(PadMs),
        MinimumSilenceAtMaximumSpeech = TimeSpan.FromMilliseconds(MinSilenceAtMaxMs),
        MaximumSpeechCut = CutAtLongest ? MaximumSpeechCut.LongestSilence : MaximumSpeechCut.LastSilence,
    };
}
