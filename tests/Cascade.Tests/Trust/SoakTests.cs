namespace Cascade.Tests.Trust;

/// <summary>A few seconds of the soak, without the memory of the process, which other tests share; the benchmarks' command soak goes on for as long as one likes. And what it would take to fail it.</summary>
public sealed class SoakTests
{
    private const int Megabyte = 1024 * 1024;

    [Test]
    public async Task FewSeconds_EveryByteIsAccountedFor()
    {
        SoakTotals totals = await RunAsync(embezzled: 0);
        Assert.That(SoakVerdict.Of(totals, []), Is.Empty);
        Assert.That(totals.Streams, Is.GreaterThan(40));
        Assert.That(totals.Faults, Is.Not.Empty);
        Assert.That(totals.InResults, Is.GreaterThan(totals.Accepted / 2), "most of it was heard");
    }

    [Test]
    public async Task BytesThatAreNowhere_AreNoticed() =>
        Assert.That(SoakVerdict.Of(await RunAsync(embezzled: 1), []), Has.One.Contains("not accounted for"));

    [Test]
    public async Task NothingThatGrows_Passes() => Assert.That(SoakVerdict.Of(await HeardAsync(), Samples(_ => 0)), Is.Empty);

    [Test]
    public async Task GrowthDuringTheWarmUp_Passes() => Assert.That(SoakVerdict.Of(await HeardAsync(), Samples(minute => minute < 5 ? -4 * Megabyte : 0)), Is.Empty);

    [Test]
    public async Task GrowthAfterTheWarmUp_Fails()
    {
        string[] complaints = [.. SoakVerdict.Of(await HeardAsync(), Samples(minute => minute * Megabyte / 2))];
        Assert.That(complaints, Has.Length.EqualTo(3));
        Assert.That(complaints, Has.One.Contains("managed memory grew").And.One.Contains("native memory grew").And.One.Contains("resident memory grew"));
    }

    [Test]
    public async Task MoreHandlesOrThreads_Fail()
    {
        SoakSample[] samples = [.. Samples(_ => 0).Select((sample, minute) => sample with { Handles = 50 + minute, Threads = 10 + minute })];
        Assert.That(SoakVerdict.Of(await HeardAsync(), samples), Has.One.Contains("open handles grew").And.One.Contains("threads grew"));
    }

    [Test]
    public async Task ShortSoak_IsNotJudgedByItsResidentMemory()
    {
        SoakSample[] samples = [.. Samples(minute => minute * Megabyte / 2).Select(sample => sample with { Elapsed = sample.Elapsed / 20, ManagedBytes = 0 })];
        Assert.That(SoakVerdict.Of(await HeardAsync(), samples), Is.Empty);
    }

    [Test]
    public void FailureOrSilence_Fails()
    {
        SoakTotals totals = new();
        totals.AddFailure(new InvalidDataException("a frame is lost"));
        Assert.That(SoakVerdict.Of(totals, []), Has.One.Contains("a frame is lost").And.One.Contains("no frame"));
    }

    private static async Task<SoakTotals> HeardAsync()
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions(), () => new ScriptedInference(0));
        StreamLedger ledger = new(new byte[1024]);
        ledger.Accept(1024);
        ledger.Take((await processor.ProcessChunkAsync(new byte[1024])).Single());
        SoakTotals totals = new();
        totals.Add(ledger, processor.GetStats());
        return totals;
    }

    private static SoakSample[] Samples(Func<int, int> growth) =>
        [.. Enumerable.Range(1, 20).Select(minute => new SoakSample(TimeSpan.FromMinutes(minute), (20 * Megabyte) + growth(minute), (50 * Megabyte) + growth(minute), (200 * Megabyte) + growth(minute), 50, 10, minute))];

    private static async Task<SoakTotals> RunAsync(int embezzled)
    {
        SoakRun run = new(new SoakPlan { Audio = Recording.Conversation.Audio, Streams = 24, Faults = 0.1, Seed = 1, Embezzled = embezzled });
        await using (run)
        {
            for (int rest = 0; rest < 3; rest++)
            {
                while (run.Totals.Streams < 15 * (rest + 1))
                {
                    await Task.Delay(10);
                }

                await run.RestAsync(static () => { });
            }
        }

        return run.Totals;
    }
}
