using System.Diagnostics;
using Cascade.Speech.Tests.Shared;

namespace Cascade.Benchmarks.Load.Talk;

/// <summary>Cascade.Talk under the load of many conversations by the Realtime protocol: whether each utterance is answered once, how soon, and what it costs.</summary>
internal static class TalkLoadCommand
{
    private const double LatencyLimitMs = 1000;
    private const double MemoryLimitMB = 1000;
    private const double HealthLimitMs = 100;
    private const double BitLimit = 1_000_000;
    private const double ProcessorLimit = 0.8;

    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    public static async Task<int> RunAsync(TalkLoadArguments arguments)
    {
        TalkSpeech[] speech = [.. Sentences.All.SelectMany(sentence => new[] { TalkSpeech.Speak("slt", sentence), TalkSpeech.Speak("rms", sentence) })];
        Histogram latency = new();
        Histogram health = new();
        Report report = new("load --talk", arguments.Output);
        using TalkServerProcess server = await TalkServerProcess.StartAsync(arguments.Connections);
        TalkLoadClient[] clients = [.. Enumerable.Range(0, arguments.Connections).Select(index => new TalkLoadClient(server.Address, speech, arguments, index, latency))];
        using CancellationTokenSource mayAsk = new(TimeSpan.FromSeconds(arguments.Seconds));
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(arguments.Seconds) + EndTimeout);
        (TimeSpan processorBefore, _) = server.Read();
        long began = Stopwatch.GetTimestamp();
        Task<double> watching = WatchAsync(server, health, mayAsk.Token);
        Task[] running = [.. clients.Select(client => client.RunAsync(mayAsk.Token, stop.Token))];
        double largest = await watching;
        (TimeSpan processorAfter, double lastMB) = server.Read();
        double cores = (processorAfter - processorBefore) / Stopwatch.GetElapsedTime(began);
        await Task.WhenAll(running);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;

        foreach (IGrouping<string?, TalkLoadClient> failed in clients.Where(client => client.Failure is not null).GroupBy(client => client.Failure).OrderByDescending(group => group.Count()).Take(5))
        {
            report.Note($"{failed.Count()} clients failed: {failed.Key}");
        }

        foreach (IGrouping<string, KeyValuePair<string, (int Count, string Example)>> fault in clients.SelectMany(client => client.Faults).GroupBy(fault => fault.Key))
        {
            report.Note($"{fault.Sum(one => one.Value.Count)} times the server told {fault.Key}, such as: {fault.First().Value.Example}");
        }

        (int asked, int lost, int doubled) = (clients.Sum(client => client.Asked), clients.Sum(client => client.Lost), clients.Sum(client => client.Doubled));
        report.Row("turns", ("asked", asked), ("completed", clients.Sum(client => client.Completed)), ("failed", clients.Sum(client => client.Failed)), ("lost", lost), ("doubled", doubled), ("drops", clients.Sum(client => client.Dropped)));
        report.Row("end of speech to first audio", ("p50_ms", latency.Milliseconds(0.5)), ("p95_ms", latency.Milliseconds(0.95)), ("p99_ms", latency.Milliseconds(0.99)), ("count", latency.Count));
        report.Row("health", ("p50_ms", health.Milliseconds(0.5)), ("longest_ms", health.LongestMilliseconds), ("count", health.Count));
        report.Row("server and workers", ("cores", cores), ("largest_mb", largest), ("last_mb", lastMB));
        double bitsUp = clients.Sum(client => client.BytesUp) * 8 / seconds / clients.Length;
        double bitsDown = clients.Sum(client => client.BytesDown) * 8 / seconds / clients.Length;
        report.Row("bits per second and connection", ("sent", bitsUp), ("received", bitsDown));
        report.Limit("p95 of end of speech to first audio", latency.Milliseconds(0.95), LatencyLimitMs, "ms");
        report.Limit("cores of the server and its workers", cores, ProcessorLimit * Environment.ProcessorCount, "cores");
        report.Limit("resident memory of the server and its workers", largest, MemoryLimitMB, "MB");
        report.Limit("longest answer of GET /health", health.LongestMilliseconds, HealthLimitMs, "ms");
        report.Limit("bits per second and connection", bitsUp + bitsDown, BitLimit, "bit/s");
        bool isWhole = asked > 0 && lost == 0 && doubled == 0 && clients.All(client => client.Failure is null) && clients.Sum(client => client.Completed + client.Failed) == asked;
        report.Note(isWhole ? "Every utterance had one end." : "FAILED: not every utterance had one end.");
        return isWhole ? report.ExitCode : 1;
    }

    private static async Task<double> WatchAsync(TalkServerProcess server, Histogram health, CancellationToken stop)
    {
        using HttpClient http = new();
        double largest = 0;
        while (!stop.IsCancellationRequested)
        {
            long began = Stopwatch.GetTimestamp();
            using HttpResponseMessage answer = await http.GetAsync(new Uri(server.Address, "/health"), CancellationToken.None);
            health.Add(Stopwatch.GetElapsedTime(began));
            largest = Math.Max(largest, server.Read().ResidentMB);
            await Task.Delay(Look, CancellationToken.None);
        }

        return largest;
    }
}
