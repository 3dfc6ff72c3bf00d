namespace Cascade;

/// <summary>
/// What has been measured of a duration. Count, total, mean and maximum are of everything since the stream began. Percentiles are within 3.2 %, from a microsecond to a second, and follow the recent past:
/// once one and the same duration has been measured 65,535 times, what was measured before counts half.
/// </summary>
public sealed record DurationStats
{
    /// <summary>How many were measured. All else is zero where this is.</summary>
    public required long Count { get; init; }

    /// <summary>Their sum.</summary>
    public required TimeSpan Total { get; init; }

    /// <summary>Their mean.</summary>
    public required TimeSpan Mean { get; init; }

    /// <summary>The median.</summary>
    public required TimeSpan P50 { get; init; }

    /// <summary>What 95 % do not exceed.</summary>
    public required TimeSpan P95 { get; init; }

    /// <summary>What 99 % do not exceed.</summary>
    public required TimeSpan P99 { get; init; }

    /// <summary>The longest.</summary>
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
