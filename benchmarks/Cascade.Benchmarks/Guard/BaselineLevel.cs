namespace Cascade.Benchmarks.Guard;

/// <summary>What was measured on one kind of processor.</summary>
internal sealed record BaselineLevel
{
    /// <summary>The machine, for whoever wonders why theirs differs.</summary>
    public required string Machine { get; init; }

    /// <summary>The time of each stage to that of its reference.</summary>
    public required SortedDictionary<string, double> Ratios { get; init; }
}
