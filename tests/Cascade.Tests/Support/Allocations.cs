namespace Cascade.Tests;

/// <summary>
/// How many bytes are allocated while the same is done again and again, by all threads of the process if calls may go on on another one. The runtime allocates now and then: tiered compilation, timers, a
/// new state machine when a chunk goes on on another core than before; and a collection counts what a thread had not yet used. So it is the fewest of some tries, which end when one shows nothing. A try is
/// so long that what is allocated once in a hundred chunks, or once in a thousand calls, is in each.
/// </summary>
internal static class Allocations
{
    /// <summary>Chunks or ticks of a try.</summary>
    public const int Rounds = 100;

    /// <summary>Calls of a try.</summary>
    public const int Calls = 1000;

    private const int Tries = 100;

    /// <summary>Of some work on this thread.</summary>
    public static long FewestOfWork(Action work)
    {
        long fewest = long.MaxValue;
        for (int attempt = 0; attempt < Tries && fewest > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Calls; i++)
            {
                work();
            }

            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }

    /// <summary>Of a processor that is given the same chunk again and again. Long chunks need fewer rounds: on busy cores a try that takes long always goes on on another one.</summary>
    public static async Task<long> FewestOfChunksAsync(StreamProcessor processor, byte[] chunk, int rounds = Rounds)
    {
        long fewest = long.MaxValue;
        for (int attempt = 0; attempt < Tries && fewest > 0; attempt++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < rounds; i++)
            {
                await processor.ProcessChunkAsync(chunk).ConfigureAwait(false); // the test runner's own context allocates
            }

            fewest = Math.Min(fewest, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return fewest;
    }

    /// <summary>Of a batch whose streams are all given the same bytes for every tick.</summary>
    public static async Task<long> FewestOfTicksAsync(StreamBatch batch, StreamProcessor[] streams, byte[] bytes)
    {
        long fewest = long.MaxValue;
        for (int attempt = 0; attempt < Tries && fewest > 0; attempt++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int tick = 0; tick < Rounds; tick++)
            {
                foreach (StreamProcessor stream in streams)
                {
                    stream.Push(bytes);
                }

                await batch.TickAsync().ConfigureAwait(false); // as above
            }

            fewest = Math.Min(fewest, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return fewest;
    }
}
