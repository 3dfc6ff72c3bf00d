using Cascade.Speech.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace Cascade.Speech.Tests;

/// <summary>Jobs that wait, are refused, canceled or stopped: each ends, in bounded time and once.</summary>
internal sealed class WorkerQueueTests
{
    [TearDown]
    public void NothingIsLeft()
    {
        Assert.That(Linux.CountWorkers(), Is.Zero, "No worker lives on.");
        Assert.That(Linux.CountZombies(), Is.Zero, "Every process was waited for.");
    }

    [Test]
    public async Task FullQueue_RefusesAtOnce()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.FaultyOptions with { QueueLength = 1 });
        using CancellationTokenSource cancellation = new();
        Task<string> running = workers.RecognizeAsync(Fault.Hang, cancellationToken: cancellation.Token);
        await Waiting.UntilAsync(() => workers.GetStats() is { Pending: 1, Waiting: 0 }, "the job runs");
        Task<string> waiting = workers.RecognizeAsync(Fault.None, 3);
        SpeechWorkerException full = (await Assert.ThrowsAsync<SpeechWorkerException>(() => workers.RecognizeAsync(Fault.None)))!;
        Assert.That(full.Reason, Is.EqualTo(SpeechWorkerFailure.Busy));
        Assert.That(workers.GetStats(), Has.Property("Refused").EqualTo(1).And.Property("Waiting").EqualTo(1));
        await cancellation.CancelAsync();
        await Assert.ThatAsync(() => running, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await waiting, Is.EqualTo("3"), "the job that waited gets its turn");
    }

    [Test]
    public async Task JobThatWaitedTooLong_EndsAsBusy()
    {
        FakeTimeProvider time = new(); // the limit is the first job's too, however long a busy machine takes to start it
        SpeechWorkerOptions options = Pools.FaultyOptions with { TimeProvider = time, CancellationGrace = TimeSpan.Zero };
        await using SpeechWorkers workers = await Pools.StartAsync(options);
        using CancellationTokenSource cancellation = new();
        Task<string> running = workers.RecognizeAsync(Fault.Hang, cancellationToken: cancellation.Token);
        await Waiting.UntilAsync(() => workers.GetStats() is { Pending: 1, Waiting: 0 }, "the job runs");
        Task<string> waiting = workers.RecognizeAsync(Fault.None);
        await Waiting.UntilAsync(() => workers.GetStats().Waiting == 1, "the next one waits");
        time.Advance(options.MaximumWait);
        SpeechWorkerException late = (await Assert.ThrowsAsync<SpeechWorkerException>(() => waiting))!;
        Assert.That(late.Reason, Is.EqualTo(SpeechWorkerFailure.Busy));
        Assert.That(workers.GetStats(), Has.Property("Pending").EqualTo(1).And.Property("Waiting").EqualTo(0));
        await cancellation.CancelAsync();
        await Assert.ThatAsync(() => running, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task CanceledHang_EndsAtOnce_AndItsWorkerIsKilledAfterTheGrace()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.FaultyOptions with { CancellationGrace = TimeSpan.FromMilliseconds(100) });
        int hung = workers.Pool.ProcessIds.Single();
        using CancellationTokenSource cancellation = new();
        Task<string> running = workers.RecognizeAsync(Fault.Hang, cancellationToken: cancellation.Token);
        await Waiting.UntilAsync(() => workers.GetStats() is { Pending: 1, Waiting: 0 }, "the job runs");
        await cancellation.CancelAsync();
        await Assert.ThatAsync(() => running, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(workers.GetStats().Pending, Is.Zero);
        Assert.That(await workers.RecognizeAsync(Fault.None, 5), Is.EqualTo("5"));
        Assert.That(Linux.Exists(hung), Is.False);
    }

    [Test]
    public async Task CanceledClient_ThatEndsSilently_KeepsItsWorker()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.FaultyOptions with { CancellationGrace = TimeSpan.FromMinutes(1) });
        int worker = workers.Pool.ProcessIds.Single();
        using CancellationTokenSource cancellation = new();
        Task<string> running = workers.RecognizeAsync(Fault.SilentCancel, cancellationToken: cancellation.Token);
        await Waiting.UntilAsync(() => workers.GetStats() is { Pending: 1, Waiting: 0 }, "the job runs");
        await cancellation.CancelAsync();
        await Assert.ThatAsync(() => running, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await workers.RecognizeAsync(Fault.None, 5), Is.EqualTo("5"));
        Assert.That(workers.Pool.ProcessIds.Single(), Is.EqualTo(worker));
    }

    [Test]
    public async Task CallerThatLeavesEarly_LeavesNoJobBehind()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.FaultyOptions with { CancellationGrace = TimeSpan.Zero });
        await foreach (SpeechToTextResponseUpdate update in workers.GetStreamingTextAsync(Utterances.Of(Fault.Many), Utterances.Options))
        {
            Assert.That(update.Kind, Is.EqualTo(SpeechToTextResponseUpdateKind.TextUpdating));
            break;
        }

        Assert.That(workers.GetStats().Pending, Is.Zero);
        Assert.That(await workers.RecognizeAsync(Fault.None, 5), Is.EqualTo("5"));
    }

    [Test]
    public async Task SlowReader_DoesNotHoldUpTheWorker()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.FaultyOptions);
        await using IAsyncEnumerator<SpeechToTextResponseUpdate> reader = workers.GetStreamingTextAsync(Utterances.Of(Fault.Many, 1), Utterances.Options).GetAsyncEnumerator();
        Assert.That(await reader.MoveNextAsync(), Is.True);
        Assert.That(await workers.RecognizeAsync(Fault.None, 5), Is.EqualTo("5"), "the next job runs while the first one's texts wait");
        List<string> texts = [reader.Current.Text];
        while (await reader.MoveNextAsync())
        {
            texts.Add(reader.Current.Text);
        }

        Assert.That(texts[^1], Is.EqualTo("1"), "the last text is never dropped");
        Assert.That(texts, Has.Count.LessThan(1_001), "texts that a later one replaces are");
    }

    [Test]
    public async Task Disposal_EndsWaitingAndRunningJobsAsStopped()
    {
        SpeechWorkers workers = await Pools.StartAsync(Pools.FaultyOptions);
        Task<string> running = workers.RecognizeAsync(Fault.Hang);
        await Waiting.UntilAsync(() => workers.GetStats() is { Pending: 1, Waiting: 0 }, "the job runs");
        Task<string> waiting = workers.RecognizeAsync(Fault.None);
        await workers.DisposeAsync();
        await workers.DisposeAsync();
        foreach (Task<string> job in new[] { running, waiting })
        {
            Assert.That((await Assert.ThrowsAsync<SpeechWorkerException>(() => job))!.Reason, Is.EqualTo(SpeechWorkerFailure.Stopped));
        }

        Assert.That(workers.GetStats().Pending, Is.Zero);
        await Assert.ThatAsync(() => workers.RecognizeAsync(Fault.None), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task WorkerWithItsShareOfJobs_IsReplacedByOneThatIsReady()
    {
        await using SpeechWorkers workers = await Pools.StartAsync(Pools.FaultyOptions with { MaximumJobs = 3, PingInterval = TimeSpan.FromMilliseconds(20) });
        int first = workers.Pool.ProcessIds.Single();
        for (short i = 0; i < 10; i++)
        {
            Assert.That(await workers.RecognizeAsync(Fault.None, i), Is.EqualTo($"{i}"));
        }

        await Waiting.UntilAsync(() => !Linux.Exists(first) && workers.GetStats().Ready == 1, "it was replaced");
        Assert.That(workers.GetStats(), Has.Property("Restarts").EqualTo(0).And.Property("IsHealthy").EqualTo(true));
    }

    [Test]
    public async Task EngineThatCannotBeMade_FailsJobsAndInitializationWithItsReason()
    {
        await using SpeechWorkers workers = new(Pools.FaultyOptions with { Engine = new HostedRecognizer(typeof(FaultyClient).Assembly.Location, "No.Such.Type") });
        SpeechWorkerException fault = (await Assert.ThrowsAsync<SpeechWorkerException>(() => workers.RecognizeAsync(Fault.None)))!;
        Assert.That(fault.Reason, Is.EqualTo(SpeechWorkerFailure.EngineFailed));
        Assert.That(fault.Message, Does.Contain("No.Such.Type"));
        await Assert.ThatAsync(() => workers.InitializeAsync(), Throws.InstanceOf<SpeechWorkerException>());
        Assert.That(workers.GetStats(), Has.Property("Pending").EqualTo(0).And.Property("IsHealthy").EqualTo(false));
    }

    [Test]
    public async Task TooLongUtterance_IsRefused()
    {
        await using SpeechWorkers workers = new(Pools.FaultyOptions with { MaximumAudio = TimeSpan.FromSeconds(1) });
        SpeechWorkerException fault = (await Assert.ThrowsAsync<SpeechWorkerException>(() => workers.GetTextAsync(Utterances.Of(Fault.None, milliseconds: 1_001), Utterances.Options)))!;
        Assert.That(fault.Reason, Is.EqualTo(SpeechWorkerFailure.BadAudio));
    }

    [Test]
    public async Task NoAudio_IsAnAudioFormatException()
    {
        await using SpeechWorkers workers = new(Pools.FaultyOptions);
        await Assert.ThatAsync(() => workers.GetTextAsync(new MemoryStream("This is no audio."u8.ToArray())), Throws.InstanceOf<AudioFormatException>());
    }

    [TestCase(nameof(SpeechWorkerOptions.Count), 0)]
    [TestCase(nameof(SpeechWorkerOptions.MaximumJobs), 0)]
    [TestCase(nameof(SpeechWorkerOptions.QueueLength), -1)]
    [TestCase(nameof(SpeechWorkerOptions.MaximumSessions), 0)]
    public void OptionOutsideItsRange_IsNamed(string option, int value)
    {
        SpeechWorkerOptions options = Pools.FaultyOptions with { };
        typeof(SpeechWorkerOptions).GetProperty(option)!.SetValue(options, value);
        ArgumentOutOfRangeException fault = Assert.Throws<ArgumentOutOfRangeException>(() => _ = new SpeechWorkers(options))!;
        Assert.That(fault.ParamName, Is.EqualTo(option));
    }
}
