using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cascade.Cli.Tuning;

/// <summary>Tuning as one JSON document on a line.</summary>
internal static class TuningJson
{
    public static void Write(TextWriter output, string file, TuningResult result) => output.Write(new JsonObject
    {
        ["file"] = file,
        ["recommended"] = Settings(result.Recommended),
        ["isBetterThanDefaults"] = result.IsBetter,
        ["heldOutF1"] = result.HeldOut.F1,
        ["defaultsF1"] = result.Defaults.Counts.F1,
        ["best"] = Settings(result.Best.Settings),
        ["bestF1"] = result.Best.Counts.F1,
        ["parts"] = new JsonArray([.. result.Parts.Select(part => (JsonNode)new JsonObject
        {
            ["start"] = part.FirstUnit / 100.0,
            ["end"] = part.EndUnit / 100.0,
            ["tunedF1"] = part.Tuned.F1,
            ["defaultsF1"] = part.Defaults.F1,
            ["settings"] = Settings(part.Chosen),
        })]),
        ["curve"] = new JsonArray([.. result.Curve.Select(score => (JsonNode)new JsonObject
        {
            ["threshold"] = score.Threshold,
            ["defaultsF1"] = score.PlainF1,
            ["bestF1"] = score.BestF1,
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
