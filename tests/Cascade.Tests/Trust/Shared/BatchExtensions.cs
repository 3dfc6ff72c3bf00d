using System.Buffers;

namespace Cascade.Tests;

internal static class BatchExtensions
{
    /// <summary>Opens a stream that the batch computes.</summary>
    public static StreamProcessor Open(this StreamBatch batch, StreamProcessorOptions? options = null, ArrayPool<byte>? pool = null) =>
        new((options ?? new StreamProcessorOptions()) with { Engine = batch }, createInference: null, pool);
}
