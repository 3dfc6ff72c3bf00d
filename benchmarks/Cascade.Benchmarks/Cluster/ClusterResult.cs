namespace Cascade.Benchmarks.Cluster;

/// <summary>What a simulation found.</summary>
internal sealed class ClusterResult
{
    public int Streams { get; set; }

    public double Hours { get; set; }

    public int Kills { get; set; }

    public int Vanishes { get; set; }

    public int Drains { get; set; }

    public long Refused { get; set; }

    /// <summary>Streams that began anew, because Redis was away when they came.</summary>
    public long WithoutSnapshot { get; set; }

    public double MeanLoad { get; set; }

    public double HighestLoad { get; set; }

    public WeightedHistogram Frames { get; } = new();

    /// <summary>From the loss of the node to results for the present: processes that died.</summary>
    public WeightedHistogram AfterKill { get; } = new();

    /// <summary>As above: machines that vanished.</summary>
    public WeightedHistogram AfterVanish { get; } = new();

    /// <summary>As above: nodes that were drained.</summary>
    public WeightedHistogram AfterDrain { get; } = new();

    public double LongestRedisWaitMilliseconds { get; set; }
}
