using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NAudio.Wave;

namespace Cascade;

/// <summary>Providers, which are pulled by a call that may compute or block, as chunks.</summary>
internal static class ProviderChunks
{
    private const int ChunksPerSecond = 10;

    public delegate int Read(Span<byte> buffer);

    /// <summary>All that a provider gives. The memory of a chunk is used again for the next.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Read read, AudioFormat format, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[format.SampleRateHz / ChunksPerSecond * format.BytesPerBlock];
        while (await Task.Run(() => read(buffer), cancellationToken).ConfigureAwait(false) is > 0 and int count)
        {
            yield return buffer.AsMemory(0, count);
        }
    }

    public static IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(ISampleProvider provider, AudioFormat format, CancellationToken cancellationToken) =>
        ReadAsync(buffer => sizeof(float) * provider.Read(MemoryMarshal.Cast<byte, float>(buffer)), format, cancellationToken);
}
