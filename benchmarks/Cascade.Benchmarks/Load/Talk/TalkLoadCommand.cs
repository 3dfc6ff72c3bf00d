using System.Diagnostics;
using Cascade.Speech.Tests.Shared;

namespace Cascade.Benchmarks.Load.Talk;

/// <summary>Cascade.Talk under the load of many conversations by the Realtime protocol: whether each utterance is answered once, how soon, and what it costs.</summary>
internal static class TalkLoadCommand
{
    private const double LatencyLimitMs = 1000;
    private const double MemoryLimitMB = 1000;
    private const double GrowthLimit = 0.05;
    private const double HealthLimitMs = 100;
    private const double BitLimit = 1_000_000;
    private const double OpusBitLimit = 100_000;
    private const double ProcessorLimit = 0.8;
    private const double CompletedLimit = 99;

    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(TalkLoadArguments arguments)
    {
        Environment.SetEnvironmentVariable(SampleProcess.InlineCompletions, "1"); // the generator has the same cores as the server
        TalkSpeech[] speech = TalkSpeech.SpeakAll(arguments.Opus);
        Histogram latency = new();
        Report report = new("load --talk", arguments.Output);
        using TalkServerProcess server = await TalkServerProcess.StartAsync(arguments.Connections, port: 0, arguments.Grammar ? Sentences.All.Select((sentence, at) => ($"Talk__Sentences__{at}", sentence)) : []);
        TalkLoadClient[] clients = [.. Enumerable.Range(0, arguments.Connections).Select(index => new TalkLoadClient(server.Address, server.KillWorker, speech, arguments, index, latency))];
        TimeSpan length = TimeSpan.FromSeconds(arguments.Seconds);
        using CancellationTokenSource mayAsk = new(WarmUp + length);
        using CancellationTokenSource stop = new(WarmUp + length + EndTimeout);
        long began = Stopwatch.GetTimestamp();
        using TalkWatch watch = new(server, length / 2);
        Task watching = WatchAsync(watch, latency, mayAsk.Token);
        await Task.WhenAll([.. clients.Select(client => client.RunAsync(mayAsk.Token, stop.Token)), watching]);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await watch.EndAsync();

        Tell(report, clients);
        int asked = clients.Sum(client => client.Asked);
        int completed = clients.Sum(client => client.Completed);
        int ended = completed + clients.Sum(client => client.Failed);
        double bitsUp = clients.Sum(client => client.BytesUp) * 8 / seconds / clients.Length;
        double bitsDown = clients.Sum(client => client.BytesDown) * 8 / seconds / clients.Length;
        report.Row("end of speech to first audio", ("p50_ms", latency.Milliseconds(0.5)), ("p95_ms", latency.Milliseconds(0.95)), ("p99_ms", latency.Milliseconds(0.99)), ("count", latency.Count));
        report.Row("health", ("p50_ms", watch.Health.Milliseconds(0.5)), ("p99_ms", watch.Health.Milliseconds(0.99)), ("longest_ms", watch.Health.LongestMilliseconds), ("count", watch.Health.Count));
        report.Row("server and workers", ("cores", watch.Cores), ("server_cores", watch.ServerCores), ("largest_mb", watch.LargestMB), ("level_mb", watch.LevelMB), ("end_mb", watch.EndMB), ("live_mb", watch.LevelLiveMB), ("live_end_mb", watch.EndLiveMB));
        report.Row("bits per second and connection", ("sent", bitsUp), ("received", bitsDown));
        report.Limit("turns lost", clients.Sum(client => client.Lost), 0, "turns");
        report.Limit("turns doubled", clients.Sum(client => client.Doubled), 0, "turns");
        report.Limit("difference of turns asked and turns ended", Math.Abs(asked - ended), 0, "turns");
        report.Limit("failed turns of which no event told why", clients.Sum(client => client.Untold), 0, "turns");
        report.Limit("clients that failed", clients.Count(client => client.Failure is not null), 0, "clients");
        report.AtLeast("turns completed", asked == 0 ? 0 : 100.0 * completed / asked, CompletedLimit, "%");
        report.Limit("p95 of end of speech to first audio", latency.Milliseconds(0.95), LatencyLimitMs, "ms");
        report.Limit("cores of the server and its workers", watch.Cores, ProcessorLimit * Environment.ProcessorCount, "cores");
        report.Limit("resident memory of the server and its workers", watch.LargestMB, MemoryLimitMB, "MB");
        report.Limit("growth of resident memory after a collection, from half of the time on", 100 * ((watch.EndMB / watch.LevelMB) - 1), 100 * GrowthLimit, "%");
        report.Limit("longest answer of GET /health", watch.Health.LongestMilliseconds, HealthLimitMs, "ms");
        report.Limit("bits per second and connection", bitsUp + bitsDown, arguments.Opus ? OpusBitLimit : BitLimit, "bit/s");
        bool isWhole = asked > 0 && asked == ended && clients.All(client => client is { Failure: null, Lost: 0, Doubled: 0, Untold: 0 });
        return isWhole ? report.ExitCode : 1;
    }

    // Turns are counted from the first one on, times not before the server's code is compiled.
    private static async Task WatchAsync(TalkWatch watch, Histogram latency, CancellationToken stop)
    {
        await Task.Delay(WarmUp, stop);
        latency.Clear();
        await watch.RunAsync(stop);
    }

    /// <summary>Tells the turns of all clients, and what went wrong.</summary>
    public static void Tell(Report report, TalkLoadClient[] clients)
    {
        foreach (IGrouping<string?, TalkLoadClient> failed in clients.Where(client => client.Failure is not null).GroupBy(client => client.Failure).OrderByDescending(group => group.Count()).Take(5))
        {
            report.Note($"{failed.Count()} clients failed: {failed.Key}");
        }

        foreach (IGrouping<string, KeyValuePair<string, (int Count, string Example)>> fault in clients.SelectMany(client => client.Faults).GroupBy(fault => fault.Key))
        {
            report.Note($"{fault.Sum(one => one.Value.Count)} times the server told {fault.Key}, such as: {fault.First().Value.Example}");
        }

        foreach (string turn in clients.Select(client => client.Unasked).OfType<string>().Take(5))
        {
            report.Note($"A turn that nobody asked for: {turn}");
        }

        report.Row(
            "turns",
            ("asked", clients.Sum(client => client.Asked)), ("completed", clients.Sum(client => client.Completed)), ("failed", clients.Sum(client => client.Failed)), ("untold", clients.Sum(client => client.Untold)),
            ("lost", clients.Sum(client => client.Lost)), ("doubled", clients.Sum(client => client.Doubled)));
        report.Row("faults made", [.. Enum.GetValues<TalkFault>().Select(fault => (fault.ToString().ToLowerInvariant(), (double)clients.Sum(client => client.Made[(int)fault])))]);
    }
}
