namespace Cascade.Cli.Tuning;

/// <summary>What tuning found.</summary>
internal sealed record TuningResult
{
    /// <summary>Audio that is shorter than this many seconds is too little to choose settings by: those that are best on so little are often worse elsewhere.</summary>
    public const int LeastSeconds = 20;

    /// <summary>What the settings were chosen for.</summary>
    public required TuningGoal Goal { get; init; }

    /// <summary>The length of the recording in units.</summary>
    public required int Units { get; init; }

    /// <summary>Whether the recording is long enough for advice.</summary>
    public bool IsLongEnough => (long)Units * SpeechUnits.UnitSamples >= LeastSeconds * SampleClock.SampleRateHz;

    /// <summary>The defaults on the whole.</summary>
    public required TuningScore Defaults { get; init; }

    /// <summary>The settings chosen on the whole, and how they do there: no proof, they were chosen for it.</summary>
    public required TuningScore Best { get; init; }

    /// <summary>The proof.</summary>
    public required IReadOnlyList<TuningPart> Parts { get; init; }

    /// <summary>The score over the threshold, on the whole.</summary>
    public required IReadOnlyList<ThresholdScore> Curve { get; init; }

    /// <summary>The settings chosen without each part, on that part, all parts together.</summary>
    public Counts HeldOut => Parts.Aggregate(default(Counts), (sum, part) => sum + part.Tuned);

    /// <summary>Whether tuned settings are better than the defaults on parts that they were not chosen on.</summary>
    public bool IsBetter => IsLongEnough && Best.Settings != Candidate.Default && HeldOut.Score(Goal) > Defaults.Counts.Score(Goal);

    public Candidate Recommended => IsBetter ? Best.Settings : Candidate.Default;
}
