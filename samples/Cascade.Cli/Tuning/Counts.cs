namespace Cascade.Cli.Tuning;

/// <summary>How many units were found rightly, found wrongly, and missed; and of these last, how many at the beginning of speech.</summary>
internal readonly record struct Counts(int Hits, int FalseAlarms, int Misses, int MissedBeginnings)
{
    // For a recogniser a missed word is lost, while silence costs it only time. A word without its beginning often becomes another word.
    private const double MissWeight = 4;
    private const double BeginningWeight = 20;

    /// <summary>The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found.</summary>
    public double F1 => Hits + FalseAlarms + Misses == 0 ? 1 : 2.0 * Hits / ((2.0 * Hits) + FalseAlarms + Misses);

    public double Precision => Hits + FalseAlarms == 0 ? 1 : (double)Hits / (Hits + FalseAlarms);

    public double Recall => Hits + Misses == 0 ? 1 : (double)Hits / (Hits + Misses);

    public static Counts operator +(Counts a, Counts b) => new(a.Hits + b.Hits, a.FalseAlarms + b.FalseAlarms, a.Misses + b.Misses, a.MissedBeginnings + b.MissedBeginnings);

    /// <summary>How well a goal is reached, 0 to 1: F1, or for a recogniser F2, in which misses weigh four times, and those at a beginning twenty times.</summary>
    public double Score(TuningGoal goal)
    {
        double hits = (1 + MissWeight) * Hits;
        double faults = (MissWeight * (Misses - MissedBeginnings)) + (BeginningWeight * MissedBeginnings) + FalseAlarms;
        return goal == TuningGoal.F1 ? F1 : hits + faults == 0 ? 1 : hits / (hits + faults);
    }
}
