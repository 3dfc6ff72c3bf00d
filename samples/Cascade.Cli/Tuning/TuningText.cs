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
        console.WriteLine($"{ScoreName(result.Goal)} over the threshold: # the other settings by default, + at their best");
        foreach (ThresholdScore score in result.Curve)
        {
            console.WriteLine(Bar(score, result.Curve));
        }

        console.WriteLine();
        console.WriteLine(
            !result.IsLongEnough ? $"Recommended: the defaults; less than {TuningResult.LeastSeconds} s of audio is too little to choose others by."
            : result.IsBetter ? $"Recommended: {result.Recommended.Arguments}"
            : "Recommended: the defaults; nothing tried has shown on held-out parts that it is better.");
        (double tuned, double defaults) = (result.HeldOut.Score(result.Goal), result.Defaults.Counts.Score(result.Goal));
        console.WriteLine($"Held-out {ScoreName(result.Goal)}: tuned {tuned:F4}, defaults {defaults:F4} ({100 * (tuned - defaults):+0.00;-0.00;0.00} points)");
    }

    /// <summary>What the score of a goal is called.</summary>
    public static string ScoreName(TuningGoal goal) => goal == TuningGoal.F1 ? "F1" : "recognizer score";

    private static Table Scores(TuningResult result)
    {
        Table table = Columns("", "Threshold", "Exit", "Silence (ms)", "Pad (ms)", "Score", "F1", "Precision", "Recall", "Cut beginnings (ms)");
        foreach ((string name, TuningScore score) in new[] { ("defaults", result.Defaults), ("best on the whole", result.Best) })
        {
            Candidate s = score.Settings;
            table.AddRow(name, $"{s.Threshold:0.00}", $"{s.ExitThreshold:0.00}", $"{s.SilenceMs}", $"{s.PadMs}", $"{score.Counts.Score(result.Goal):F4}", $"{score.Counts.F1:F4}", $"{score.Counts.Precision:F4}", $"{score.Counts.Recall:F4}",
                $"{1000 * score.Counts.MissedBeginnings * SpeechUnits.UnitSamples / SampleClock.SampleRateHz}");
        }

        return table;
    }

    private static Table Parts(TuningResult result)
    {
        Table table = Columns("Part", "From (s)", "To (s)", "Defaults", "Tuned", "Settings");
        foreach ((int number, TuningPart part) in result.Parts.Index())
        {
            table.AddRow($"{number + 1}", Seconds(part.FirstUnit), Seconds(part.EndUnit), $"{part.Defaults.Score(result.Goal):F4}", $"{part.Tuned.Score(result.Goal):F4}", part.Chosen.Arguments);
        }

        table.AddRow("all", Seconds(0), Seconds(result.Parts[^1].EndUnit), $"{result.Defaults.Counts.Score(result.Goal):F4}", $"{result.HeldOut.Score(result.Goal):F4}", "");
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
        double least = Math.Max(0, curve.Min(s => s.PlainScore) - 0.02);
        double most = Math.Max(curve.Max(s => s.BestScore), least + 0.01);
        int plain = Columns(score.PlainScore);
        return $"  {score.Threshold:0.00}  {score.PlainScore:F4}  {score.BestScore:F4}  {new string('#', plain)}{new string('+', Math.Max(0, Columns(score.BestScore) - plain))}";

        int Columns(double value) => (int)Math.Round(BarColumns * (value - least) / (most - least));
    }

    private static string Seconds(int unit) => $"{SampleClock.ToSeconds((long)unit * SpeechUnits.UnitSamples):F2}";
}
