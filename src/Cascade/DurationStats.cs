namespace Cascade;

/// <summary>
/// The statistics of a duration. Count, total, mean and maximum are of everything since the stream began. Percentiles are within 3.2 %, from a microsecond to a second. They follow the recent past:
/// once one and the same duration has been measured 65,535 times, earlier measurements count half.
/// </summary>
public sealed record DurationStats
{
    /// <summary>Gets the number of measurements. If the number is zero, all other values are zero.</summary>
    public required long Count { get; init; }

    /// <summary>Gets the sum of the measurements.</summary>
    public required TimeSpan Total { get; init; }

    /// <summary>Gets the mean of the measurements.</summary>
    public required TimeSpan Mean { get; init; }

    /// <summary>Gets the median.</summary>
    public required TimeSpan P50 { get; init; }

    /// <summary>Gets the duration that 95 % of the measurements do not exceed.</summary>
    public required TimeSpan P95 { get; init; }

    /// <summary>Gets the duration that 99 % of the measurements do not exceed.</summary>
    public required TimeSpan P99 { get; init; }

    /// <summary>Gets the longest measurement.</summary>
    public required TimeSpan Max { get; init; }

    /// <summary>Nothing measured yet.</summary>
    internal static DurationStats None { get; } = new()
    {
        Count = 0,
        Total = default,
        Mean = default,
        P50 = default,
        P95 = default,
        P99 = default,
        Max = default,
    };
}
