using System.Diagnostics;
using System.Globalization;

namespace Cascade.Benchmarks.Load.Nodes;

/// <summary>Several servers with one store of sessions under the load of many speakers, while servers are killed and drained and the store is stopped: whether each client is told exactly what its audio holds, and how soon it is back.</summary>
internal static class NodesCommand
{
    private const double BackLimitSeconds = 2;

    // When, in parts of the window; the store is away for 20 s, or as long in a shorter window as its part is.
    private const double FirstKill = 0.1;
    private const double BetweenKills = 0.13;
    private const double Restart = 0.04;
    private const double StoreAway = 20.0 / 300;
    private const double AgainSeconds = 5; // from the store's return until sessions are expected to survive again

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(LoadArguments arguments)
    {
        Environment.SetEnvironmentVariable(ServerProcess.InlineCompletions, "1"); // as for one server
        Track track = await Track.LoadAsync();
        Report report = new("load", arguments.Output);
        Traffic traffic = new();
        LoadClient[] clients;
        using (Cluster cluster = await Cluster.StartAsync(arguments))
        using (Pacer pacer = new())
        {
            LoadWindow window = new(TimeSpan.FromSeconds((double)arguments.Connections / arguments.Ramp) + Settle, TimeSpan.FromSeconds(arguments.Seconds));
            LoadContext context = new(arguments, track, cluster.Endpoint, pacer, traffic, window);
            clients = [.. Enumerable.Range(0, arguments.Connections).Select(index => new LoadClient(context, index))];
            await RunAsync(clients, context, cluster, report);
        }

        LoadCheck check = new();
        await check.CompareAsync(clients.Where(client => client.Failure is null));
        return Write(report, clients, arguments, traffic, check);
    }

    private static async Task RunAsync(LoadClient[] clients, LoadContext context, Cluster cluster, Report report)
    {
        using CancellationTokenSource stop = new();
        long begin = Stopwatch.GetTimestamp();
        List<Task> running = [];
        foreach (LoadClient client in clients)
        {
            await LoadWindow.UntilAsync(begin + (running.Count * Stopwatch.Frequency / context.Arguments.Ramp));
            running.Add(client.RunAsync(stop.Token));
        }

        await LoadWindow.UntilAsync(context.Window.Begin);
        if (context.Arguments.Kill)
        {
            await BreakAsync(cluster, context, report);
        }

        await LoadWindow.UntilAsync(context.Window.End);
        stop.CancelAfter(EndTimeout);
        await Task.WhenAll(running);
    }

    private static async Task BreakAsync(Cluster cluster, LoadContext context, Report report)
    {
        async Task AtAsync(double part, string what, Func<Task> action)
        {
            LoadWindow window = context.Window;
            await LoadWindow.UntilAsync(window.Begin + (long)(part * (window.End - window.Begin)));
            report.Note(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(window.Begin).TotalSeconds:0.0} s: {what}, {context.Traffic.Resumed} resumed so far"));
            await action();
        }

        double at = FirstKill;
        for (int node = 0; node < context.Arguments.Nodes; node++, at += BetweenKills)
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
        at += StoreAway + Math.Max(Restart, AgainSeconds / context.Arguments.Seconds);
        await AtAsync(at, "node 1 is killed again", () => Task.Run(() => cluster.Kill(1)));
        await AtAsync(at + Restart, "node 1 starts again", () => cluster.StartAsync(1));
    }

    private static int Write(Report report, LoadClient[] clients, LoadArguments arguments, Traffic traffic, LoadCheck check)
    {
        foreach (IGrouping<string?, LoadClient> failed in clients.Where(client => client.Failure is not null).GroupBy(client => client.Failure).OrderByDescending(group => group.Count()).Take(5))
        {
            report.Note($"{failed.Count()} sessions failed: {failed.Key}");
        }

        int held = clients.Count(client => client.Failure is null);
        double[] absences = [.. clients.SelectMany(client => client.Absences).Select(absence => absence.TotalSeconds).Order()];
        double longest = absences.LastOrDefault();
        report.Row("sessions", ("nodes", arguments.Nodes), ("wanted", clients.Length), ("held", held), ("resumed", traffic.Resumed));
        report.Row("events", ("expected", check.Events.Expected), ("lost", check.Events.Lost), ("repeated", check.Events.Repeated), ("wrong", check.Events.Wrong));
        report.Row("back after the loss of a server", ("times", absences.Length), ("p50_s", Quantile(absences, 0.5)), ("p99_s", Quantile(absences, 0.99)), ("longest_s", longest));
        report.Row("latency of starts and ends of speech", ("p50_ms", check.StartsAndEnds.Milliseconds(0.5)), ("p99_ms", check.StartsAndEnds.Milliseconds(0.99)), ("count", check.StartsAndEnds.Count));
        report.Limit("longest absence", longest, BackLimitSeconds, "s");
        bool exact = held == clients.Length && check.Events.Holds && longest <= BackLimitSeconds && (!arguments.Kill || absences.Length > 0);
        report.Note(exact ? "Nothing was lost or repeated, and every client was back in time." : "FAILED: not every session was told exactly what its audio holds, or a client was away for too long.");
        return exact ? report.ExitCode : 1;
    }

    private static double Quantile(double[] sorted, double part) => sorted.Length == 0 ? 0 : sorted[(int)Math.Min(sorted.Length - 1, part * sorted.Length)];
}
