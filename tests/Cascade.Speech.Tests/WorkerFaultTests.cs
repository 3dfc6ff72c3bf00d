using Cascade.Speech.Tests.Support;

namespace Cascade.Speech.Tests;

/// <summary>Real processes and real faults: each ends one job, with the error that is documented, and leaves nothing behind.</summary>
internal sealed class WorkerFaultTests
{
    private static readonly SpeechWorkerOptions NoRetry = Pools.FaultyOptions with { RetriesCrashedJobs = false };
    private static readonly SpeechWorkerOptions Impatient = NoRetry with { JobTimeout = TimeSpan.FromMilliseconds(1), JobTimeoutFactor = Utterances.TimeoutFactor };

    [TearDown]
    public void NothingIsLeft()
    {
        Assert.That(Linux.CountWorkers(), Is.Zero, "No worker lives on.");
        Assert.That(Linux.CountZombies(), Is.Zero, "Every process was waited for.");
    }

    [TestCase(Fault.Segmentation, ExpectedResult = 139)]
    [TestCase(Fault.ClosePipe, ExpectedResult = 137)]
    [TestCase(Fault.Garbage, ExpectedResult = 137)]
    public async Task<int?> NativeFault_EndsJobAsCrashed_AndNextJobIsRight(Fault fault)
    {
        await using SpeechWorkers workers = await Pools.StartAsync(NoRetry);
        SpeechWorkerException crash = (await Assert.ThrowsAsync<SpeechWorkerException>(() => workers.RecognizeAsync(fault)))!;
        await AssertCleanAsync(workers, crash, SpeechWorkerFailure.Crashed);
        return crash.ExitCode;
    }

    [Test]
    public async Task KilledWorker_EndsRunningJobAsCrashed_AndNextJobIsRight()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(NoRetry);
        Task<string> job = workers.RecognizeAsync(Fault.Hang);
        await Waiting.UntilAsync(() => workers.GetStats() is { Pending: 1, Waiting: 0 }, "the job runs");
        Linux.Signal(workers.Pool.ProcessIds.Single(), Linux.SigKill);
        await AssertCleanAsync(workers, (await Assert.ThrowsAsync<SpeechWorkerException>(() => job))!, SpeechWorkerFailure.Crashed);
    }

    [Test]
    public async Task SignalToIdleWorker_IsNotSeenByTheNextJob()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(NoRetry);
        Linux.Signal(workers.Pool.ProcessIds.Single(), Linux.SigKill);
        await Waiting.UntilAsync(() => workers.GetStats().Restarts == 1, "the end was seen");
        Assert.That(await workers.RecognizeAsync(Fault.None, 5), Is.EqualTo("5"));
    }

    [Test]
    public async Task StoppedWorker_EndsJobAsTimedOut_AndNextJobIsRight()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Impatient);
        await Linux.StopAsync(workers.Pool.ProcessIds.Single());
        await AssertCleanAsync(workers, (await Assert.ThrowsAsync<SpeechWorkerException>(() => workers.RecognizeAsync(Fault.None, milliseconds: Utterances.ShortMilliseconds)))!, SpeechWorkerFailure.TimedOut);
    }

    [Test]
    public async Task StoppedIdleWorker_IsReplacedAfterPingTimeout()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(NoRetry with { PingInterval = TimeSpan.FromMilliseconds(50), PingTimeout = TimeSpan.FromMilliseconds(500) });
        int stopped = workers.Pool.ProcessIds.Single();
        Linux.Signal(stopped, Linux.SigStop);
        await Waiting.UntilAsync(() => workers.GetStats().Restarts > 0 && !Linux.Exists(stopped), "it was replaced");
        Assert.That(await workers.RecognizeAsync(Fault.None, 5), Is.EqualTo("5"));
    }

    [Test]
    public async Task Hang_EndsJobAsTimedOut_AndNextJobIsRight()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Impatient);
        await AssertCleanAsync(workers, (await Assert.ThrowsAsync<SpeechWorkerException>(() => workers.RecognizeAsync(Fault.Hang, milliseconds: Utterances.ShortMilliseconds)))!, SpeechWorkerFailure.TimedOut);
    }

    [Test]
    public async Task LeakDuringJob_EndsJobAsOutOfMemory_AndHostIsLevel()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(NoRetry with { MemoryLimit = 400_000_000 });
        long before = Linux.ResidentBytes();
        await AssertCleanAsync(workers, (await Assert.ThrowsAsync<SpeechWorkerException>(() => workers.RecognizeAsync(Fault.Leak)))!, SpeechWorkerFailure.OutOfMemory);
        Assert.That(Linux.ResidentBytes() - before, Is.LessThan(50_000_000), "The host's memory");
    }

    [Test]
    public async Task LeakThatAnswers_GetsItsResult_AndTheWorkerIsReplacedByOneThatIsReady()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(NoRetry with { RestartMemory = 300_000_000, MemoryLimit = 2_000_000_000, PingInterval = TimeSpan.FromMilliseconds(20) });
        int leaking = workers.Pool.ProcessIds.Single();
        Assert.That(await workers.RecognizeAsync(Fault.LeakAndAnswer, 3), Is.EqualTo("3"));
        await Waiting.UntilAsync(() => !Linux.Exists(leaking) && workers.GetStats().Ready == 1, "it was replaced");
        Assert.That(workers.GetStats().Restarts, Is.Zero, "A planned restart is no fault.");
        Assert.That(await workers.RecognizeAsync(Fault.None, 5), Is.EqualTo("5"));
    }

    [Test]
    public async Task EngineThatThrows_EndsJobAsEngineFailed_AndTheWorkerLives()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(NoRetry);
        SpeechWorkerException fault = (await Assert.ThrowsAsync<SpeechWorkerException>(() => workers.RecognizeAsync(Fault.Throw)))!;
        Assert.That(fault.Reason, Is.EqualTo(SpeechWorkerFailure.EngineFailed));
        Assert.That(fault.Message, Does.Contain("The recognizer has a fault."));
        Assert.That(await workers.RecognizeAsync(Fault.None, 5), Is.EqualTo("5"));
        Assert.That(workers.GetStats().Restarts, Is.Zero);
    }

    [TestCase(0)]
    [TestCase(99)]
    public async Task EmptyUtterance_IsRefusedBeforeAWorkerSeesIt(int milliseconds)
    {
        await using SpeechWorkers workers = new(NoRetry);
        SpeechWorkerException fault = (await Assert.ThrowsAsync<SpeechWorkerException>(
            () => workers.GetTextAsync(Utterances.Of(Fault.None, 7, milliseconds == 0 ? 1 : milliseconds), Utterances.Options)))!;
        Assert.That(fault.Reason, Is.EqualTo(SpeechWorkerFailure.BadAudio));
        await Assert.ThrowsAsync<SpeechWorkerException>(() => workers.GetTextAsync(new MemoryStream(), Utterances.Options));
        Assert.That(Linux.CountWorkers(), Is.Zero, "No process was started for it.");
    }

    [Test]
    public async Task PoisonUtterance_CrashesTwoWorkersAndIsRefusedFromThenOn()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.FaultyOptions);
        SpeechWorkerException first = (await Assert.ThrowsAsync<SpeechWorkerException>(() => workers.RecognizeAsync(Fault.Segmentation)))!;
        Assert.That(first.Reason, Is.EqualTo(SpeechWorkerFailure.Crashed));
        await Waiting.UntilAsync(() => workers.GetStats().Restarts == 2, "two workers were replaced");
        SpeechWorkerException second = (await Assert.ThrowsAsync<SpeechWorkerException>(() => workers.RecognizeAsync(Fault.Segmentation)))!;
        Assert.That(second.Reason, Is.EqualTo(SpeechWorkerFailure.BadAudio));
        Assert.That(workers.GetStats(), Has.Property("Refused").EqualTo(1).And.Property("Restarts").EqualTo(2).And.Property("Pending").EqualTo(0));
        Assert.That(await workers.RecognizeAsync(Fault.None, 5), Is.EqualTo("5"));
    }

    [Test]
    public async Task WorkerKilledDuringJob_JobIsTriedOnceMoreAndGetsItsResult()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.FaultyOptions);
        int worker = workers.Pool.ProcessIds.Single();
        await Linux.StopAsync(worker); // so that the job still runs when it is killed
        Task<string> job = workers.RecognizeAsync(Fault.None, 9);
        await Waiting.UntilAsync(() => workers.GetStats() is { Pending: 1, Waiting: 0 }, "the job runs");
        Linux.Signal(worker, Linux.SigKill);
        Assert.That(await job, Is.EqualTo("9"));
        Assert.That(workers.GetStats().Restarts, Is.EqualTo(1));
    }

    [Test]
    public async Task CrashAfterAnAnswer_IsNotTriedAgain_SoThatNoTextComesTwice()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.FaultyOptions);
        List<string> texts = [];
        SpeechWorkerException fault = (await Assert.ThrowsAsync<SpeechWorkerException>(async () =>
        {
            await foreach (var update in workers.GetStreamingTextAsync(Utterances.Of(Fault.AnswerThenSegmentation), Utterances.Options))
            {
                texts.Add(update.Text);
            }
        }))!;
        Assert.That(fault.Reason, Is.EqualTo(SpeechWorkerFailure.Crashed));
        Assert.That(texts, Is.EqualTo(new[] { "7" }));
    }

    [Test]
    public async Task JobsWithFaultsAmongThem_EachEndsOnce()
    {
        const int jobs = 300;
        FaultTally tally = await FaultTally.RunAsync(jobs, seed: 1);
        Assert.That(tally.Right + tally.Documented, Is.EqualTo(jobs));
        Assert.That(tally, Has.Property("Wrong").EqualTo(0).And.Property("Twice").EqualTo(0).And.Property("Pending").EqualTo(0).And.Property("Faults").GreaterThan(5));
    }

    [Test]
    public async Task NativePrinting_DoesNotBreakTheProtocol()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(NoRetry);
        Assert.That(await workers.RecognizeAsync(Fault.Print, 4), Is.EqualTo("4"));
        Assert.That(await workers.RecognizeAsync(Fault.None, 5), Is.EqualTo("5"));
    }

    private static async Task AssertCleanAsync(SpeechWorkers workers, SpeechWorkerException fault, SpeechWorkerFailure expected)
    {
        Assert.That(fault.Reason, Is.EqualTo(expected), fault.Message);
        Assert.That(workers.GetStats().Pending, Is.Zero, "No job is pending.");
        Assert.That(await workers.RecognizeAsync(Fault.None, 5, Utterances.LongMilliseconds), Is.EqualTo("5"), "The next job");
        Assert.That(workers.GetStats(), Has.Property("Pending").EqualTo(0).And.Property("Restarts").EqualTo(1).And.Property("Ready").EqualTo(1));
    }
}
