using System.Buffers;
using System.Runtime.CompilerServices;

namespace Cascade.Audio;

/// <summary>A stream read in chunks.</summary>
internal static class StreamChunks
{
    private const int ReadBytes = 16 * 1024;

    /// <summary>Yields the bytes of the stream, to its end. The memory of a chunk is used again for the next.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadChunksAsync(this Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and int count)
            {
                yield return buffer.AsMemory(0, count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
