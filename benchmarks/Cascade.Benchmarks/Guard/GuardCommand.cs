using System.Globalization;

namespace Cascade.Benchmarks.Guard;

/// <summary>Whether any stage has become slower than the baseline says.</summary>
internal static class GuardCommand
{
    private const double ProvenSlowdown = 20;
    private const int UnchangedRuns = 5;

    public static async Task<int> RunAsync(string[] arguments)
    {
        GuardArguments parsed = GuardArguments.Parse(arguments);
        Console.WriteLine(Machine.Line);
        if (parsed.Prove)
        {
            return await ProveAsync(parsed);
        }

        GuardRun run = new(parsed);
        await run.MeasureAsync(parsed.Slowdown);
        Baseline baseline = Baseline.Read(parsed.BaselinePath);
        if (parsed.Write)
        {
            baseline.Write(run.Level, new BaselineLevel { Machine = Machine.Line, Ratios = run.Ratios() });
        }

        if (baseline.For(run.Level) is not { } level)
        {
            Console.WriteLine($"There is no baseline for {run.Level}. Write one with guard --write, on a commit that is known to be good.");
            return parsed.Short ? 0 : 1;
        }

        bool holds = await CompareAsync(run, level, parsed);
        return holds || parsed.Short ? 0 : 1;
    }

    /// <summary>A stage that seems slower is measured once more: what disturbs the machine for a while is over then, what slows the stage is not.</summary>
    private static async Task<bool> CompareAsync(GuardRun run, BaselineLevel baseline, GuardArguments arguments)
    {
        IReadOnlyList<string> slower = run.Slower(baseline);
        if (slower.Count > 0 && !arguments.Short)
        {
            Console.WriteLine($"Slower at first sight: {string.Join(", ", slower)}. Measured again:");
            GuardRun again = new(arguments);
            await again.MeasureAsync(arguments.Slowdown);
            slower = [.. again.Slower(baseline).Intersect(slower)];
            run = again;
        }

        Show(run, baseline, slower);
        return slower.Count == 0;
    }

    private static void Show(GuardRun run, BaselineLevel baseline, IReadOnlyList<string> slower)
    {
        Console.WriteLine($"{run.Level}: time of each stage to that of its reference kernel; tolerance {GuardRun.Tolerance:P0}");
        foreach (Stage stage in StageList.Here)
        {
            if (!run.Ratios().TryGetValue(stage.Name, out double now))
            {
                continue;
            }

            double? before = baseline.Ratios.TryGetValue(stage.Name, out double known) ? known : null;
            double? change = now / before - 1;
            (double lowest, double highest) = run.Range(stage.Name);
            string verdict = change is null ? "not in the baseline" : slower.Contains(stage.Name) ? "SLOWER" : change < -GuardRun.Tolerance ? "faster" : "";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {stage.Name,-14} to {stage.Reference,-9} {now,9:0.000}  baseline {before,9:0.000}  {change,7:+0.0%;-0.0%}  passes {lowest:0.000} to {highest:0.000}  {verdict}"));
        }

        Console.WriteLine(slower.Count > 0 ? $"SLOWER than the baseline: {string.Join(", ", slower)}." : "No stage is slower than the baseline.");
        if (slower.Count > 0 && baseline.Machine != Machine.Line)
        {
            Console.WriteLine($"The baseline is from another machine ({baseline.Machine}). To be sure, write one here on a good commit: guard --write --baseline FILE.");
        }
    }

    /// <summary>The unchanged library passes five times in a row, and each stage, slowed by a fifth, is found, and it alone.</summary>
    private static async Task<int> ProveAsync(GuardArguments arguments)
    {
        bool proven = true;
        foreach (Slowdown? slowdown in Enumerable.Repeat<Slowdown?>(null, UnchangedRuns).Concat(StageList.Here.Select(stage => new Slowdown(stage.Name, ProvenSlowdown))))
        {
            GuardRun run = new(arguments);
            await run.MeasureAsync(slowdown);
            BaselineLevel baseline = Baseline.Read(arguments.BaselinePath).For(run.Level) ?? throw new InvalidOperationException($"There is no baseline for {run.Level}.");
            Console.WriteLine();
            Console.WriteLine(slowdown is null ? "Unchanged:" : $"{slowdown.Stage} slowed by {slowdown.Percent} %:");
            bool holds = await CompareAsync(run, baseline, arguments with { Slowdown = slowdown });
            proven &= holds == slowdown is null;
        }

        Console.WriteLine(proven ? "Proven: unchanged it passes, and each slow-down is found." : "NOT proven.");
        return proven ? 0 : 1;
    }
}
