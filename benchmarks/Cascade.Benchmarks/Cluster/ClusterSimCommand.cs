namespace Cascade.Benchmarks.Cluster;

/// <summary>Clusters of several sizes through the same number of failures, with measured costs.</summary>
internal static class ClusterSimCommand
{
    private const double NodeHours = 1_000;

    public static async Task<int> RunAsync(ClusterArguments arguments)
    {
        Report report = new("cluster-sim", arguments.Output);
        ClusterCosts costs = arguments.Costs is { } path ? await ClusterCosts.ReadAsync(path) : await CostsCommand.MeasureAsync();
        CostsCommand.Write(report, costs);
        SimCosts inputs = new(costs, arguments.SnapshotSeconds);
        foreach (int nodes in arguments.Nodes)
        {
            Write(report, nodes, inputs, Simulation.Run(inputs, nodes, NodeHours, arguments));
        }

        return report.ExitCode;
    }

    private static void Write(Report report, int nodes, SimCosts costs, ClusterResult result)
    {
        string name = $"{nodes} nodes";
        double writes = result.Streams * costs.SavesPerSecond;
        report.Row($"{name}: load", ("streams", result.Streams), ("per_node", (double)result.Streams / nodes), ("mean", result.MeanLoad), ("highest", result.HighestLoad));
        report.Row(
            $"{name}: Redis", ("writes_per_second", writes), ("mb_per_second", writes * costs.SnapshotBytes / 1e6), ("cores", costs.RedisCores(result.Streams)),
            ("servers", costs.RedisServers(result.Streams)), ("longest_wait_ms", result.LongestRedisWaitMilliseconds));
        report.Row($"{name}: {result.Hours:0.#} hours", ("kills", result.Kills), ("vanished", result.Vanishes), ("drains", result.Drains), ("refused", result.Refused), ("without_snapshot", result.WithoutSnapshot));
        Write(report, $"{name}: back after a process died", result.AfterKill);
        Write(report, $"{name}: back after a machine vanished", result.AfterVanish);
        Write(report, $"{name}: back after a drain", result.AfterDrain);
        Write(report, $"{name}: latency of frames", result.Frames);
    }

    private static void Write(Report report, string name, WeightedHistogram times) => report.Row(
        name, ("p50_ms", times.Milliseconds(0.5)), ("p99_ms", times.Milliseconds(0.99)), ("p999_ms", times.Milliseconds(0.999)), ("longest_ms", times.LongestMilliseconds), ("count", times.Count));
}
