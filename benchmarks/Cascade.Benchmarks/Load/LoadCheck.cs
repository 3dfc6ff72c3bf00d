namespace Cascade.Benchmarks.Load;

/// <summary>What all clients were told, compared with what processors of their own find in the same bytes.</summary>
internal sealed class LoadCheck
{
    private readonly object _lock = new();

    public Verdict Events { get; private set; }

    /// <summary>From the last byte of the frame that decides a start or an end of speech to its event.</summary>
    public Histogram StartsAndEnds { get; } = new();

    /// <summary>From the last byte of the frame that decides a segment to all of it.</summary>
    public Histogram Segments { get; } = new();

    public async Task CompareAsync(IEnumerable<LoadClient> clients)
    {
        await Parallel.ForEachAsync(clients, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (client, _) =>
        {
            List<ExpectedEvent> expected = await ProcessorEvents.FindAsync(client.Options, client.Audio);
            var verdict = Verdict.Of(expected, client.Events);
            Measure(client, expected);
            lock (_lock)
            {
                Events += verdict;
            }
        });
    }

    private void Measure(LoadClient client, List<ExpectedEvent> expected)
    {
        Dictionary<StreamEvent, long?> decisions = [];
        foreach (ExpectedEvent one in expected)
        {
            decisions[one.Event] = one.DecidedAt;
        }

        foreach (ReceivedEvent one in client.Events)
        {
            if (decisions.GetValueOrDefault(one.Event) is { } decidedAt && client.TryGetLatency(one, decidedAt, out TimeSpan latency))
            {
                (one.Event.Kind is EventKind.Segment or EventKind.SpeechDiscarded ? Segments : StartsAndEnds).Add(latency);
            }
        }
    }
}
