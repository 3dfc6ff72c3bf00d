using System.Text.Json.Nodes;

namespace Cascade.Cli.Bench;

/// <summary>The figures as one JSON document on a line.</summary>
internal static class BenchJson
{
    public static void Write(TextWriter output, IReadOnlyList<LoadFigure> figures, RealTimeTrial trial) => output.Write(new JsonObject
    {
        ["processor"] = Machine.Processor,
        ["logicalProcessors"] = Environment.ProcessorCount,
        ["vectorBits"] = CascadeRuntime.VectorBits,
        ["figures"] = new JsonArray([.. figures.Select(figure => (JsonNode)new JsonObject
        {
            ["engine"] = BenchRun.Name(figure.Engine),
            ["threads"] = figure.Threads,
            ["microsecondsPerFrame"] = Math.Round(figure.MicrosecondsPerFrame, 3),
            ["streams"] = figure.Streams,
            ["streamsPerThread"] = figure.Streams / figure.Threads,
            ["streamsWithRoom"] = figure.StreamsWithRoom,
        })]),
        ["realTime"] = new JsonObject
        {
            ["streams"] = trial.Streams,
            ["ticks"] = trial.Ticks,
            ["lateTicks"] = trial.LateTicks,
            ["medianMs"] = Math.Round(trial.MedianMs, 3),
            ["slowestMs"] = Math.Round(trial.SlowestMs, 3),
        },
    }.ToJsonString() + "\n");
}
