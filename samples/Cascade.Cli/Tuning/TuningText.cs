using Spectre.Console;

namespace Cascade.Cli.Tuning;

/// <summary>Tuning for people to read: scores, the parts that were held out, the curve, the recommendation.</summary>
internal static class TuningText
{
    private const int BarColumns = 40;

    public static void Write(IAnsiConsole console, string file, long samples, int labels, TuningResult result)
    {
        console.MarkupLineInterpolated($"[bold]{file}[/]  {SampleClock.ToSeconds(samples):F1} s, {labels} labels, scored every {1000 * SpeechUnits.UnitSamples / SampleClock.SampleRateHz} ms, {CandidateGrid.All.Length} settings tried");
        console.Write(Scores(result));
        console.WriteLine("Held out: each part by the settings that are best on the other parts");
        console.Write(Parts(result));
        console.WriteLine("F1 over the threshold: # the other settings by default, + at their best");
        foreach (ThresholdScore score in result.Curve)
        {
            console.WriteLine(Bar(score, result.Curve));
        }

        console.WriteLine();
        console.WriteLine(result.IsBetter
            ? $"Recommended: {result.Recommended.Arguments}"
            : "Recommended: the defaults; nothing tried has shown on held-out parts that it is better.");
        console.WriteLine($"Held-out F1: tuned {result.HeldOut.F1:F4}, defaults {result.Defaults.Counts.F1:F4} ({100 * (result.HeldOut.F1 - result.Defaults.Counts.F1):+0.00;-0.00;0.00} points)");
    }

    private static Table Scores(TuningResult result)
    {
        Table table = Columns("", "Threshold", "Exit", "Silence (ms)", "Pad (ms)", "F1", "Precision", "Recall");
        foreach ((string name, TuningScore score) in new[] { ("defaults", result.Defaults), ("best on the whole", result.Best) })
        {
            Candidate s = score.Settings;
            table.AddRow(name, $"{s.Threshold:0.00}", $"{s.ExitThreshold:0.00}", $"{s.SilenceMs}", $"{s.PadMs}", $"{score.Counts.F1:F4}", $"{score.Counts.Precision:F4}", $"{score.Counts.Recall:F4}");
        }

        return table;
    }

    private static Table Parts(TuningResult result)
    {
        Table table = Columns("Part", "From (s)", "To (s)", "Defaults F1", "Tuned F1", "Settings");
        foreach ((int number, TuningPart part) in result.Parts.Index())
        {
            table.AddRow($"{number + 1}", Seconds(part.FirstUnit), Seconds(part.EndUnit), $"{part.Defaults.F1:F4}", $"{part.Tuned.F1:F4}", part.Chosen.Arguments);
        }

        table.AddRow("all", Seconds(0), Seconds(result.Parts[^1].EndUnit), $"{result.Defaults.Counts.F1:F4}", $"{result.HeldOut.F1:F4}", "");
        return table;
    }

    private static Table Columns(params string[] headings)
    {
        Table table = new() { Border = TableBorder.Simple };
        foreach (string heading in headings)
        {
            table.AddColumn(heading is "" or "Settings" ? new TableColumn(heading) : new TableColumn(heading).RightAligned());
        }

        return table;
    }

    // The bars begin at the lowest value, for what matters is the difference.
    private static string Bar(ThresholdScore score, IReadOnlyList<ThresholdScore> curve)
    {
        double least = Math.Max(0, curve.Min(s => s.PlainF1) - 0.02);
        double most = Math.Max(curve.Max(s => s.BestF1), least + 0.01);
        int plain = Columns(score.PlainF1);
        return $"  {score.Threshold:0.00}  {score.PlainF1:F4}  {score.BestF1:F4}  {new string('#', plain)}{new string('+', Math.Max(0, Columns(score.BestF1) - plain))}";

        int Columns(double value) => (int)Math.Round(BarColumns * (value - least) / (most - least));
    }

    private static string Seconds(int unit) => $"{SampleClock.ToSeconds((long)unit * SpeechUnits.UnitSamples):F2}";
}
