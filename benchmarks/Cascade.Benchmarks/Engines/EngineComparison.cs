using System.Globalization;
using Cascade.Inference.Managed;

namespace Cascade.Benchmarks.Engines;

/// <summary>Prints what a frame costs: every scenario with every vector width of this machine, the widths in turn in the same process.</summary>
internal static class EngineComparison
{
    private static readonly int[] BatchSizes = [1, 2, 4, 8, 16, 32, 64];

    public static void Print(TextWriter output)
    {
        ManagedScenarios[] engines = [.. Enum.GetValues<VectorWidth>().Where(VectorWidths.IsSupported).Select(width => new ManagedScenarios(width))];
        Print(output, [.. engines.Select(engine => engine.OneStream())]);
        foreach (int streams in BatchSizes)
        {
            Print(output, [.. engines.Select(engine => engine.Batch(streams))]);
        }

        Print(output, [.. engines.Select(engine => engine.Offline())]);
    }

    private static void Print(TextWriter output, Scenario[] scenarios)
    {
        foreach (Measurement measurement in Scenario.Measure(scenarios))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{measurement.Scenario,-12} {measurement.Engine,-12} {measurement.MedianMicroseconds,8:F2} us a frame"));
        }
    }
}
