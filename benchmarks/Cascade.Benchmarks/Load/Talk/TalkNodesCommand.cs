using Cascade.Benchmarks.Load.Nodes;

namespace Cascade.Benchmarks.Load.Talk;

/// <summary>Conversations with several servers and one store, while servers are killed and drained and the store is stopped: whether each utterance is answered once, anything is said twice, and the history is whole.</summary>
internal static class TalkNodesCommand
{
    private const double BackLimitSeconds = 2;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(TalkLoadArguments arguments)
    {
        Environment.SetEnvironmentVariable(SampleProcess.InlineCompletions, "1"); // as for one server
        TalkSpeech[] speech = TalkSpeech.SpeakAll(arguments.Opus);
        Histogram latency = new();
        Report report = new("load --talk", arguments.Output);
        using Nodes.Cluster cluster = await Nodes.Cluster.StartAsync(
            arguments.Nodes, async (port, redis) => await TalkServerProcess.StartAsync(arguments.Connections, port, [("Talk__Redis", redis), ("Talk__Workers", "1")]));
        TalkLoadClient[] clients = [.. Enumerable.Range(0, arguments.Connections).Select(index => new TalkLoadClient(cluster.Address, static _ => { }, speech, arguments, index, latency))];
        LoadWindow window = new(Settle, TimeSpan.FromSeconds(arguments.Seconds));
        using CancellationTokenSource mayAsk = new(Settle + TimeSpan.FromSeconds(arguments.Seconds));
        using CancellationTokenSource stop = new(Settle + TimeSpan.FromSeconds(arguments.Seconds) + EndTimeout);
        Task faults = arguments.Kill ? ClusterFaults.MakeAsync(cluster, window, what => report.Note($"{what}, {clients.Sum(client => client.Absences.Count)} times back so far")) : Task.CompletedTask;
        await Task.WhenAll([.. clients.Select(client => client.RunAsync(mayAsk.Token, stop.Token)), faults]);
        return Write(report, clients, arguments, latency);
    }

    private static int Write(Report report, TalkLoadClient[] clients, TalkLoadArguments arguments, Histogram latency)
    {
        TalkLoadCommand.Tell(report, clients);
        foreach (string example in clients.Select(client => client.Memory.Example).OfType<string>().Take(5))
        {
            report.Note(example);
        }

        double[] absences = [.. clients.SelectMany(client => client.Absences).Select(absence => absence.TotalSeconds).Order()];
        double longest = absences.LastOrDefault();
        int left = clients.Sum(client => client.Memory.Unchecked().Length);
        report.Row("end of speech to first audio", ("p50_ms", latency.Milliseconds(0.5)), ("p95_ms", latency.Milliseconds(0.95)), ("count", latency.Count));
        report.Row("back after the loss of a server", ("times", absences.Length), ("p50_s", absences.Length == 0 ? 0 : absences[absences.Length / 2]), ("longest_s", longest));
        report.Row(
            "items at the end",
            ("told", clients.Sum(client => client.Memory.Count)), ("twice", clients.Sum(client => client.Memory.Twice)), ("other", clients.Sum(client => client.Memory.Wrong)),
            ("missing", clients.Sum(client => client.Memory.Missing)), ("not_compared", left));
        report.Limit("longest absence", longest, BackLimitSeconds, "s");
        int asked = clients.Sum(client => client.Asked);
        int ended = clients.Sum(client => client.Completed + client.Failed);
        bool isWhole = asked > 0 && asked == ended && left == 0 && longest <= BackLimitSeconds && (!arguments.Kill || absences.Length > 0)
            && clients.All(client => client is { Failure: null, Lost: 0, Doubled: 0, Untold: 0, Memory: { Twice: 0, Wrong: 0, Missing: 0 } });
        report.Note(isWhole ? "Nothing was said twice, each history is whole, and every client was back in time." : "FAILED: something was said twice, lost or not answered, or a client was away for too long.");
        return isWhole ? report.ExitCode : 1;
    }
}
