using Cascade.Benchmarks.Engines;

namespace Cascade.Benchmarks.Guard;

/// <summary>The passes of a comparison, and what they say.</summary>
internal sealed class GuardRun(GuardArguments arguments)
{
    /// <summary>How much slower than in the baseline a stage may seem: more than twice what it moves by itself, and half of what must be noticed.</summary>
    public const double Tolerance = 0.10;

    private const int Passes = 5;
    private const int Slices = 300;
    private const int ShortSlices = 150;

    private readonly List<GuardPass> _passes = [];

    /// <summary>What the processor can do.</summary>
    public string Level => _passes[0].Level;

    /// <summary>Measures, each pass in a new process and on the next core.</summary>
    public async Task MeasureAsync(Slowdown? slowdown)
    {
        (string, string)[] environment = arguments.WithoutAvx512 ? [NetworkProbe.WithoutAvx512] : [];
        int passes = arguments.Short ? 1 : Passes;
        for (int i = 0; i < passes; i++)
        {
            _passes.Add(await GuardProbe.MeasureAsync(_passes.Count, arguments.Short ? ShortSlices : Slices, slowdown, environment));
        }
    }

    /// <summary>The median of the passes for each stage.</summary>
    public SortedDictionary<string, double> Ratios() =>
        new(_passes[0].Ratios.Keys.ToDictionary(stage => stage, stage => Math.Round(Sample.Median(_passes.Select(pass => pass.Ratios[stage])), 4)));

    /// <summary>The lowest and the highest pass of a stage.</summary>
    public (double Lowest, double Highest) Range(string stage) => (_passes.Min(pass => pass.Ratios[stage]), _passes.Max(pass => pass.Ratios[stage]));

    /// <summary>The stages that are slower than the tolerance allows.</summary>
    public IReadOnlyList<string> Slower(BaselineLevel baseline) =>
        [.. Ratios().Where(ratio => baseline.Ratios.TryGetValue(ratio.Key, out double before) && ratio.Value > before * (1 + Tolerance)).Select(ratio => ratio.Key)];
}
