namespace Cascade.Tests.Trust;

/// <summary>A place in a soak that always holds one stream: when one ends, another takes its place.</summary>
internal abstract class SoakSlot(SoakPlan plan, SoakTotals totals, int seed)
{
    /// <summary>What a stream hears before it rests.</summary>
    protected const int RestBytes = 32_000;

    protected static readonly TimeSpan[] Durations = [.. new[] { 0, 10, 30, 64, 100, 250, 500 }.Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds))];

    protected SoakPlan Plan => plan;

    protected SoakTotals Totals => totals;

    protected Random Random { get; } = new(seed);

    /// <summary>Lives one stream after another until it is time to rest or to stop.</summary>
    public async Task RunAsync(SoakGate gate, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await LiveAsync(() => gate.IsClosed || stop.IsCancellationRequested);
                if (gate.IsClosed)
                {
                    await RestAsync(gate.PassAsync);
                }
            }
            catch (Exception e) // whatever it is, it must not have happened
            {
                totals.AddFailure(e);
            }
        }
    }

    /// <summary>A stream from its beginning to its end, which comes early when the slot is wanted elsewhere.</summary>
    protected abstract Task LiveAsync(Func<bool> isWanted);

    /// <summary>A stream that has heard something and now waits, so that what is measured is the same each time.</summary>
    protected abstract Task RestAsync(Func<Task> wait);

    protected StreamLedger NewLedger() => new(plan.Audio, 2 * Random.Next(plan.Audio.Length / 2));

    protected int NextSize() => Random.Next(10) switch { < 3 => Random.Next(400), < 8 => Random.Next(4_000), 8 => Random.Next(30_000), _ => Random.Next(100_000) };

    // Frames and segments are always among the results, because they are what the books are about.
    protected StreamProcessorOptions Change(StreamProcessorOptions options)
    {
        TimeSpan pad = Durations[Random.Next(Durations.Length)];
        return options with
        {
            Speech = options.Speech with
            {
                Threshold = 0.1 + (0.8 * Random.NextDouble()),
                MinimumSilence = Durations[Random.Next(Durations.Length)],
                SpeechPad = pad,
                MinimumSpeech = Durations[Random.Next(Durations.Length)],
                MaximumSpeech = (2 * pad) + TimeSpan.FromMilliseconds(Random.Next(64, 10_000)),
                MaximumSpeechCut = (MaximumSpeechCut)Random.Next(2),
                Results = ResultKinds.Default | (ResultKinds)Random.Next((int)ResultKinds.All + 1),
            },
        };
    }

    protected void End(StreamLedger ledger, ProcessorStats stats)
    {
        plan.OnEnd();
        totals.Add(ledger, stats with { BytesWaiting = stats.BytesWaiting - plan.Embezzled });
    }
}
