namespace Cascade.Benchmarks.Cluster;

/// <summary>Costs in the simulation's units.</summary>
internal sealed class SimCosts
{
    private const double Tick = (double)SampleClock.FrameSamples / SampleClock.SampleRateHz;
    private const double RedisFill = 0.5; // above, waiting grows quickly

    public SimCosts(ClusterCosts costs, double snapshotSeconds)
    {
        Cores = costs.Cores;
        SavesPerSecond = costs.EventsPerSecond + (1 / snapshotSeconds);
        double perSecond = (costs.FrameMicroseconds / 1e6 / Tick) + (SavesPerSecond * costs.SaveMicroseconds / 1e6);
        StreamShare = perSecond / Cores;
        ReplaySeconds = costs.ReplayMicroseconds / 1e6;
        RestoreSeconds = costs.RestoreMicroseconds / 1e6;
        TakeoverSeconds = 1 / costs.RedisTakeoversPerSecond;
        RoundTripSeconds = costs.RedisTakeoverMicroseconds / 1e6;
        WriteSeconds = 1 / costs.RedisWritesPerSecond;
        SnapshotBytes = costs.SnapshotBytes;
    }

    public int Cores { get; }

    public double SavesPerSecond { get; }

    /// <summary>Gets the part of a node that one live stream takes.</summary>
    public double StreamShare { get; }

    public double ReplaySeconds { get; }

    public double RestoreSeconds { get; }

    public double TakeoverSeconds { get; }

    public double RoundTripSeconds { get; }

    public double WriteSeconds { get; }

    public double SnapshotBytes { get; }

    /// <summary>Gets how many cores of Redis the writes of so many streams take.</summary>
    public double RedisCores(int streams) => streams * SavesPerSecond * WriteSeconds;

    /// <summary>Gets how many Redis servers keep each below half of its core.</summary>
    public int RedisServers(int streams) => Math.Max(1, (int)Math.Ceiling(RedisCores(streams) / RedisFill));
}
