namespace Cascade.Tests.Trust;

/// <summary>An end that is asked for while one before it has not been passed is an end of its own.</summary>
public sealed class PendingEndTests
{
    private static readonly StreamProcessorOptions Options = new() { SpeechPad = TimeSpan.Zero, Engine = VadEngine.Managed };

    [Test]
    public async Task FlushAfterACanceledOne_EndsAtTheLastSample()
    {
        CancellationToken canceled = new(true);
        await using StreamProcessor processor = new(Options, () => new ScriptedInference(0.9f));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await processor.ProcessChunkAsync(new byte[3 * 1024], canceled));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await processor.FlushAsync(canceled));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await processor.ProcessChunkAsync(new byte[2 * 1024], canceled));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await processor.FlushAsync(canceled));
        Assert.That((await processor.FlushAsync()).Select(r => (r.StartSample, r.EndSample)), Is.EqualTo(new[] { (0L, 3 * 512L), (3 * 512L, 5 * 512L) }));
        Assert.That(processor.GetStats().BytesWaiting, Is.Zero);
    }

    [Test]
    public async Task EndsBetweenTwoTicks_AllHold()
    {
        await using StreamBatch batch = new(Options with { Results = ResultKinds.None });
        BatchStream stream = batch.Open();
        for (int part = 0; part < 4; part++)
        {
            stream.Push(new byte[1023]);
            stream.End();
        }

        stream.End(); // the same end again

        await batch.ProcessAsync();
        ProcessorStats stats = stream.GetStats();
        Assert.That((stats.BytesReceived, stats.BytesUnused, stats.BytesWaiting), Is.EqualTo((4 * 1023L, 4 * 1023L, 0L)));
    }
}
