namespace Cascade.Cli.Tuning;

/// <summary>How many units were found rightly, found wrongly, and missed.</summary>
internal readonly record struct Counts(int Hits, int FalseAlarms, int Misses)
{
    /// <summary>The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found.</summary>
    public double F1 => Hits + FalseAlarms + Misses == 0 ? 1 : 2.0 * Hits / ((2.0 * Hits) + FalseAlarms + Misses);

    public double Precision => Hits + FalseAlarms == 0 ? 1 : (double)Hits / (Hits + FalseAlarms);

    public double Recall => Hits + Misses == 0 ? 1 : (double)Hits / (Hits + Misses);

    public static Counts operator +(Counts a, Counts b) => new(a.Hits + b.Hits, a.FalseAlarms + b.FalseAlarms, a.Misses + b.Misses);
}
