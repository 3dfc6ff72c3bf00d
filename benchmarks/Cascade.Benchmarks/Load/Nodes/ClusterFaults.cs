using System.Diagnostics;
using System.Globalization;

namespace Cascade.Benchmarks.Load.Nodes;

/// <summary>Kills each server once, drains one, and kills Redis for a while, which comes back empty.</summary>
internal static class ClusterFaults
{
    // When, in parts of the window; the store is away for 20 s, or as long in a shorter window as its part is.
    private const double FirstKill = 0.1;
    private const double BetweenKills = 0.13;
    private const double Restart = 0.04;
    private const double StoreAway = 20.0 / 300;
    private const double AgainSeconds = 3; // from the store's return until sessions are expected to survive again
    private const double LeastSeconds = 1;

    /// <param name="cluster">The servers.</param>
    /// <param name="window">The time in which it is done.</param>
    /// <param name="tell">Is told what happens, and when.</param>
    public static async Task MakeAsync(Cluster cluster, LoadWindow window, Action<string> tell)
    {
        long earliest = 0; // a machine that starts servers slowly must not make two faults of one
        async Task AtAsync(double part, string what, Func<Task> action, double afterSeconds = LeastSeconds)
        {
            await LoadWindow.UntilAsync(Math.Max(window.Begin + (long)(part * (window.End - window.Begin)), earliest + (long)(afterSeconds * Stopwatch.Frequency)));
            tell(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(window.Begin).TotalSeconds:0.0} s: {what}"));
            await action();
            earliest = Stopwatch.GetTimestamp();
        }

        double at = FirstKill;
        for (int node = 0; node < cluster.Nodes; node++, at += BetweenKills)
        {
            int one = node;
            await AtAsync(at, $"node {one} is killed", () => Task.Run(() => cluster.Kill(one)));
            await AtAsync(at + Restart, $"node {one} starts again", () => cluster.StartAsync(one));
        }

        await AtAsync(at, "node 0 is drained", () => cluster.DrainAsync(0));
        await AtAsync(at + Restart, "node 0 starts again", () => cluster.StartAsync(0));
        at += BetweenKills;
        await AtAsync(at, "Redis is killed", () => Task.Run(cluster.KillRedis));
        await AtAsync(at + StoreAway, "Redis starts again, empty", cluster.StartRedisAsync);
        at += StoreAway + Restart;
        await AtAsync(at, "node 1 is killed again", () => Task.Run(() => cluster.Kill(1)), AgainSeconds);
        await AtAsync(at + Restart, "node 1 starts again", () => cluster.StartAsync(1));
    }
}
