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
        await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.Managed, Results = ResultKinds.Segments, LoggerFactory = log });
        byte[] silence = new byte[size];
        long fewest = long.MaxValue;
        for (int attempt = 0; attempt < 100 && fewest > 0; attempt++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < 10; i++)
            {
                await processor.ProcessChunkAsync(silence).ConfigureAwait(false); // the test runner's own context allocates
            }

            fewest = Math.Min(fewest, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.That(fewest, Is.Zero);
        Assert.That(listener.Count, Is.GreaterThan(20));
    }

    [Test]
    public async Task BatchTicks_WithAListener_AllocateNothing()
    {
        using CountingListener listener = new();
        await using StreamBatch batch = new(new StreamProcessorOptions { Engine = VadEngine.Managed, Results = ResultKinds.Segments });
        BatchStream[] streams = [.. Enumerable.Range(0, 20).Select(_ => batch.Open())];
        byte[] silence = new byte[1024];
        long fewest = long.MaxValue;
        for (int attempt = 0; attempt < 100 && fewest > 0; attempt++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int tick = 0; tick < 10; tick++)
            {
                foreach (BatchStream stream in streams)
                {
                    stream.Push(silence);
                }

                await batch.ProcessAsync().ConfigureAwait(false);
            }

            fewest = Math.Min(fewest, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.That(fewest, Is.Zero);
        Assert.That(listener.Count, Is.GreaterThan(20));
    }
}
