namespace Cascade.Cli.Tuning;

/// <summary>What tuning found.</summary>
internal sealed record TuningResult
{
    /// <summary>The defaults on the whole.</summary>
    public required TuningScore Defaults { get; init; }

    /// <summary>The settings chosen on the whole, and how they do there: no proof, they were chosen for it.</summary>
    public required TuningScore Best { get; init; }

    /// <summary>The proof.</summary>
    public required IReadOnlyList<TuningPart> Parts { get; init; }

    /// <summary>F1 over the threshold, on the whole.</summary>
    public required IReadOnlyList<ThresholdScore> Curve { get; init; }

    /// <summary>The settings chosen without each part, on that part, all parts together.</summary>
    public Counts HeldOut => Parts.Aggregate(default(Counts), (sum, part) => sum + part.Tuned);

    /// <summary>Whether tuned settings are better than the defaults on parts that they were not chosen on.</summary>
    public bool IsBetter => Best.Settings != Candidate.Default && HeldOut.F1 > Defaults.Counts.F1;

    public Candidate Recommended => IsBetter ? Best.Settings : Candidate.Default;
}
