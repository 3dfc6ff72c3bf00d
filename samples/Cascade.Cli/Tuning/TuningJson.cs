using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cascade.Cli.Tuning;

/// <summary>Tuning as one JSON document on a line.</summary>
internal static class TuningJson
{
    public static void Write(TextWriter output, string file, TuningResult result) => output.Write(new JsonObject
    {
        ["file"] = file,
        ["goal"] = result.Goal == TuningGoal.F1 ? "f1" : "recognizer",
        ["isLongEnough"] = result.IsLongEnough,
        ["recommended"] = Settings(result.Recommended),
        ["isBetterThanDefaults"] = result.IsBetter,
        ["heldOutScore"] = result.HeldOut.Score(result.Goal),
        ["defaultsScore"] = result.Defaults.Counts.Score(result.Goal),
        ["best"] = Settings(result.Best.Settings),
        ["bestScore"] = result.Best.Counts.Score(result.Goal),
        ["parts"] = new JsonArray([.. result.Parts.Select(part => (JsonNode)new JsonObject
        {
            ["start"] = part.FirstUnit / 100.0,
            ["end"] = part.EndUnit / 100.0,
            ["tunedScore"] = part.Tuned.Score(result.Goal),
            ["defaultsScore"] = part.Defaults.Score(result.Goal),
            ["settings"] = Settings(part.Chosen),
        })]),
        ["curve"] = new JsonArray([.. result.Curve.Select(score => (JsonNode)new JsonObject
        {
            ["threshold"] = score.Threshold,
            ["defaultsScore"] = score.PlainScore,
            ["bestScore"] = score.BestScore,
        })]),
    }.ToJsonString(JsonSerializerOptions.Default) + "\n");

    private static JsonObject Settings(Candidate candidate) => new()
    {
        ["threshold"] = candidate.Threshold,
        ["exitThreshold"] = candidate.ExitThreshold,
        ["minimumSilenceMs"] = candidate.SilenceMs,
        ["padMs"] = candidate.PadMs,
    };
}
