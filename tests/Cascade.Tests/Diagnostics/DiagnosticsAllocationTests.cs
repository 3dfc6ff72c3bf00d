namespace Cascade.Tests.Diagnostics;

/// <summary>Measuring allocates nothing, whoever listens.</summary>
[NonParallelizable] // counts what all threads of the process allocate
public sealed class DiagnosticsAllocationTests
{
    [Test]
    public async Task SilentChunks_WithAListener_AllocateNothing([Values(1024, 32_000)] int size)
    {
        using CountingListener listener = new();
        using CollectingLoggerFactory log = new();
        await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ResultKinds.Segments }, LoggerFactory = log });
        byte[] silence = new byte[size];
        Assert.That(await Allocations.FewestOfChunksAsync(processor, silence), Is.Zero);
        Assert.That(listener.Count, Is.GreaterThan(20));
    }

    [Test]
    public async Task BatchTicks_WithAListener_AllocateNothing()
    {
        using CountingListener listener = new();
        await using StreamBatch batch = new();
        StreamProcessor[] streams = [.. Enumerable.Range(0, 20).Select(_ => batch.Open(new StreamProcessorOptions { Speech = new SpeechSettings { Results = ResultKinds.Segments } }))];
        byte[] silence = new byte[1024];
        Assert.That(await Allocations.FewestOfTicksAsync(batch, streams, silence), Is.Zero);
        Assert.That(listener.Count, Is.GreaterThan(20));
    }
}
