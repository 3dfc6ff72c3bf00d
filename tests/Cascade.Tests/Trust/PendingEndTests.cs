using Cascade.Inference;

namespace Cascade.Tests.Trust;

/// <summary>An end that is asked for while one before it has not been passed is an end of its own.</summary>
public sealed class PendingEndTests
{
    private static readonly StreamProcessorOptions Options = new() { Speech = new SpeechSettings { SpeechPad = TimeSpan.Zero }, Engine = VadEngine.Managed() };

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

    // The filter gives the last frame at 8 kHz only at an end, so that it is the end that fails.
    [Test]
    public async Task FlushAfterAStalledInputThatCouldNotBeClosed_IsAFlush()
    {
        ManualTime time = new();
        bool broken = true;
        ScriptedInference inference = new(0.9f) { BeforeFrame = frame => _ = broken && frame == 2 ? throw new EngineFaultException("out of order") : frame };
        StreamProcessorOptions options = Options with { InputFormat = new AudioFormat(8000), InputTimeout = TimeSpan.FromSeconds(1), TimeProvider = time };
        await using StreamProcessor processor = new(options, () => inference);
        Assert.That(await processor.ProcessChunkAsync(new byte[3 * 512]), Is.Empty);
        time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<InferenceException>(async () => await processor.CloseIfStalledAsync());
        await Assert.ThrowsAsync<InferenceException>(async () => await processor.ProcessChunkAsync(new byte[2 * 512]));
        await Assert.ThrowsAsync<InferenceException>(async () => await processor.FlushAsync());
        broken = false;
        Assert.That(
            (await processor.ProcessChunkAsync(default)).Select(r => (r.StartSample, r.EndSample, ((SpeechSegment)r).EndedBy)),
            Is.EqualTo(new[] { (0L, 3 * 512L, SegmentEnd.InputStalled), (3 * 512L, 5 * 512L, SegmentEnd.Flush) }));
    }

    [Test]
    public async Task EndsBetweenTwoTicks_AllHold()
    {
        await using StreamBatch batch = new();
        StreamProcessor stream = batch.Open(Options with { Speech = Options.Speech with { Results = ResultKinds.None } });
        for (int part = 0; part < 4; part++)
        {
            stream.Push(new byte[1023]);
            stream.PushEnd();
        }

        stream.PushEnd(); // the same end again

        await batch.TickAsync();
        ProcessorStats stats = stream.GetStats();
        Assert.That((stats.BytesReceived, stats.BytesUnused, stats.BytesWaiting), Is.EqualTo((4 * 1023L, 4 * 1023L, 0L)));
    }
}
