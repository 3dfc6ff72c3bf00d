namespace Cascade.Benchmarks;

/// <summary>What a processor allocates in the steady state.</summary>
internal static class Allocation
{
    private const int Passes = 3; // the last one counts: what the runtime itself allocates while it compiles is over by then

    /// <summary>Pushes a recording in 512-sample chunks and counts on all threads, inside the loop, after its own state machine has been allocated.</summary>
    public static async Task<(long Bytes, int Chunks)> CountAsync(StreamProcessorOptions options, Recording recording)
    {
        await using StreamProcessor processor = new(options);
        long before = 0;
        int chunks = recording.Bytes.Length / Recording.FrameBytes;
        for (int pass = 0; pass < Passes; pass++)
        {
            for (int i = 0; i < chunks; i++)
            {
                await processor.ProcessChunkAsync(recording.Bytes.Slice(i * Recording.FrameBytes, Recording.FrameBytes));
                if (i == 0)
                {
                    before = GC.GetTotalAllocatedBytes(precise: true);
                }
            }
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before, chunks - 1);
    }
}
