using System.Diagnostics;

namespace Cascade.Benchmarks.Load.Nodes;

/// <summary>Several servers with one store of sessions under the load of many speakers, while servers are killed and drained and the store is stopped: whether each client is told exactly what its audio holds, and how soon it is back.</summary>
internal static class NodesCommand
{
    private const double BackLimitSeconds = 2;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(LoadArguments arguments)
    {
        Environment.SetEnvironmentVariable(SampleProcess.InlineCompletions, "1"); // as for one server
        Track track = await Track.LoadAsync();
        Report report = new("load", arguments.Output);
        Traffic traffic = new();
        LoadClient[] clients;
        using (Cluster cluster = await Cluster.StartAsync(arguments.Nodes, async (port, redis) => await ServerProcess.StartAsync(arguments, port, [("Server__Redis", redis), ("Cascade__InputBurst", "00:02:00")])))
        using (Pacer pacer = new())
        {
            LoadWindow window = new(TimeSpan.FromSeconds((double)arguments.Connections / arguments.Ramp) + Settle, TimeSpan.FromSeconds(arguments.Seconds));
            LoadContext context = new(arguments, track, new Uri(cluster.Address, "/vad"), pacer, traffic, window);
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
            await ClusterFaults.MakeAsync(cluster, context.Window, what => report.Note($"{what}, {context.Traffic.Resumed} resumed so far"));
        }

        await LoadWindow.UntilAsync(context.Window.End);
        stop.CancelAfter(EndTimeout);
        await Task.WhenAll(running);
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
