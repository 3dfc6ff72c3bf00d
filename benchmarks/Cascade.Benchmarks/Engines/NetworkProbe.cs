using System.Globalization;
using Cascade.Inference.Managed;

namespace Cascade.Benchmarks.Engines;

/// <summary>
/// The process in which the engines alone are compared, in turn. A process of its own, because the JIT uses the registers and encodings of AVX-512 for narrower
/// vectors too: what a machine without it gets is only seen where the runtime is told that there is none.
/// </summary>
internal static class NetworkProbe
{
    public const string Name = "engines-probe";

    private static readonly int[] BatchSizes = [2, 4, 8, 16, 32, 64];
    public static readonly (string Name, string Value) WithoutAvx512 = ("DOTNET_EnableAVX512", "0");

    /// <summary>Compares on this machine as it is, and where that has AVX-512 also without. Ratios are to ONNX Runtime in the same process, whose own figures are given once.</summary>
    public static async IAsyncEnumerable<Measurement> MeasureAsync()
    {
        await foreach (Measurement measurement in MeasureAsync([]))
        {
            yield return measurement;
        }

        if (VectorWidths.Best == VectorWidth.Bits512)
        {
            await foreach (Measurement measurement in MeasureAsync([WithoutAvx512]))
            {
                if (measurement.Engine != OnnxScenarios.Name)
                {
                    yield return measurement;
                }
            }
        }
    }

    /// <summary>The process: 512 bits where there are, else 256 and 128.</summary>
    public static int Run()
    {
        CacheEviction eviction = new();
        VectorWidth[] widths = VectorWidths.Best == VectorWidth.Bits512
            ? [VectorWidth.Bits512]
            : [.. Enum.GetValues<VectorWidth>().Where(VectorWidths.IsSupported).OrderDescending()];
        EngineScenarios[] engines = [new OnnxScenarios(), .. widths.Select(width => new ManagedScenarios(width))];
        Func<EngineScenarios, Scenario>[] scenarios =
        [
            engine => engine.OneStream(),
            engine => engine.Rotating(),
            engine => engine.Cold(eviction.Run),
            .. BatchSizes.Select<int, Func<EngineScenarios, Scenario>>(streams => engine => engine.Batch(streams)),
            engine => engine.Run(),
        ];
        foreach (Func<EngineScenarios, Scenario> scenario in scenarios)
        {
            foreach (Measurement m in Scenario.Measure(Array.ConvertAll(engines, engine => scenario(engine))))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{m.Scenario} {m.Engine} {m.MedianMicroseconds:R} {m.RatioToOnnxRuntime:R}"));
            }
        }

        Array.ForEach(engines, engine => engine.Dispose());
        return 0;
    }

    private static async IAsyncEnumerable<Measurement> MeasureAsync((string Name, string Value)[] environment)
    {
        await foreach (string line in Child.LinesAsync(environment, Name))
        {
            string[] fields = line.Split(' ');
            yield return new Measurement(
                fields[0], fields[1], double.Parse(fields[2], CultureInfo.InvariantCulture), double.Parse(fields[3], CultureInfo.InvariantCulture));
        }
    }
}
