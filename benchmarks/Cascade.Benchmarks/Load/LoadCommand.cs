using System.Diagnostics;

namespace Cascade.Benchmarks.Load;

/// <summary>
/// The sample server under the load of many speakers on bad networks: whether each is told exactly what a processor of its own finds in its audio, how soon, and what it costs.
/// </summary>
internal static class LoadCommand
{
    private const double LatencyLimitMs = 100;
    private const double MemoryLimitMB = 600;

    // After full collections: speech that happens to be open, and what waits to be resumed, come and go with the clients.
    private const double LeastLiveGrowthMB = 2;
    private const double LeastResidentGrowthMB = 10; // code that is still being compiled too
    private const double GrowthLimitPart = 0.05;

    // After the last client has come, for connections and code to settle.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(LoadArguments arguments)
    {
        // A thousand sockets would else be a thousand hops to the thread pool for each chunk. To be set before the first socket.
        Environment.SetEnvironmentVariable(SampleProcess.InlineCompletions, "1");
        Track track = await Track.LoadAsync();
        Report report = new("load", arguments.Output);
        LoadClient[] clients;
        Traffic traffic = new();
        LoadContext context;
        Timeline timeline;
        using (ServerProcess server = await ServerProcess.StartAsync(arguments))
        using (Pacer pacer = new())
        {
            LoadWindow window = new(TimeSpan.FromSeconds((double)arguments.Connections / arguments.Ramp) + Settle, TimeSpan.FromSeconds(arguments.Seconds));
            context = new LoadContext(arguments, track, server.Endpoint, pacer, traffic, window);
            clients = [.. Enumerable.Range(0, arguments.Connections).Select(index => new LoadClient(context, index))];
            timeline = new Timeline(server, context, report);
            await RunAsync(clients, context, timeline);
        }

        LoadCheck check = new();
        await check.CompareAsync(clients.Where(client => client.Failure is null));
        return Write(report, clients, context, timeline, check);
    }

    private static async Task RunAsync(LoadClient[] clients, LoadContext context, Timeline timeline)
    {
        using CancellationTokenSource stop = new();
        long begin = Stopwatch.GetTimestamp();
        Task watching = timeline.WatchAsync(stop.Token);
        List<Task> running = [];
        foreach (LoadClient client in clients)
        {
            await LoadWindow.UntilAsync(begin + (running.Count * Stopwatch.Frequency / context.Arguments.Ramp));
            running.Add(client.RunAsync(stop.Token));
        }

        await LoadWindow.UntilAsync(context.Window.End);
        stop.CancelAfter(EndTimeout);
        await Task.WhenAll(running);
        await watching;
    }

    private static int Write(Report report, LoadClient[] clients, LoadContext context, Timeline timeline, LoadCheck check)
    {
        LoadArguments arguments = context.Arguments;
        Traffic traffic = context.Traffic;
        int held = clients.Count(client => client.Failure is null);
        (long lostFrames, long repeatedFrames) = (clients.Sum(client => client.Frames.Lost), clients.Sum(client => client.Frames.Repeated));
        int wrongAudio = clients.Sum(client => client.WrongAudio);
        foreach (IGrouping<string?, LoadClient> failed in clients.Where(client => client.Failure is not null).GroupBy(client => client.Failure).OrderByDescending(group => group.Count()).Take(5))
        {
            report.Note($"{failed.Count()} sessions failed: {failed.Key}");
        }

        report.Row("sessions", ("wanted", clients.Length), ("held", held), ("drops", traffic.Drops), ("resumed", traffic.Resumed), ("stalls", traffic.Stalls));
        report.Row("events", ("expected", check.Events.Expected), ("lost", check.Events.Lost), ("repeated", check.Events.Repeated), ("wrong", check.Events.Wrong), ("wrong_audio", wrongAudio));
        report.Row("frames' probabilities", ("received", clients.Sum(client => client.Frames.Frames)), ("lost", lostFrames), ("repeated", repeatedFrames));
        Write(report, "latency of frames", context.Window.Frames);
        Write(report, "latency of starts and ends of speech", check.StartsAndEnds);
        Write(report, "latency of segments", check.Segments);
        report.Row("server", ("cores", timeline.ServerCores), ("largest_mb", timeline.LargestMB), ("last_mb", timeline.LastMB));
        report.Row("server after full collections", ("live_mb", timeline.Live.LastMB), ("growth_mb", timeline.Live.GrowthMB), ("resident_mb", timeline.Live.LastResidentMB), ("resident_growth_mb", timeline.Live.ResidentGrowthMB));
        report.Row("generator", ("cores", timeline.OwnCores), ("late_p50_ms", context.Pacer.Lateness.Milliseconds(0.5)), ("late_p99_ms", context.Pacer.Lateness.Milliseconds(0.99)));
        double clientSeconds = clients.Sum(client => client.Seconds);
        report.Row("bytes per second and connection", ("sent", traffic.BytesUp / clientSeconds), ("received", traffic.BytesDown / clientSeconds));
        report.Row("messages per second and connection", ("sent", traffic.MessagesUp / clientSeconds), ("received", traffic.MessagesDown / clientSeconds));
        report.Limit("p99 of frames' latency", context.Window.Frames.Milliseconds(0.99), LatencyLimitMs, "ms");
        report.Limit("resident memory of the server", timeline.LargestMB, MemoryLimitMB, "MB");
        report.Limit("growth of live memory, after full collections", timeline.Live.GrowthMB, Math.Max(LeastLiveGrowthMB, timeline.Live.LastMB * GrowthLimitPart), "MB");
        report.Limit("growth of resident memory, after full collections", timeline.Live.ResidentGrowthMB, Math.Max(LeastResidentGrowthMB, timeline.Live.LastResidentMB * GrowthLimitPart), "MB");
        bool exact = held == clients.Length && check.Events.Holds && lostFrames == 0 && repeatedFrames == 0 && wrongAudio == 0;
        report.Note(exact ? "Nothing was lost or repeated." : "FAILED: not every session was told exactly what its audio holds.");
        return exact ? report.ExitCode : 1;
    }

    private static void Write(Report report, string name, Histogram latency) => report.Row(
        name,
        ("p50_ms", latency.Milliseconds(0.5)),
        ("p95_ms", latency.Milliseconds(0.95)),
        ("p99_ms", latency.Milliseconds(0.99)),
        ("longest_ms", latency.LongestMilliseconds),
        ("count", latency.Count));
}
