using System.Buffers.Binary;

namespace Cascade.Cli.Detection;

/// <summary>Where the samples are in a WAV file that the library has read.</summary>
internal static class WavSamples
{
    private const int RiffHeaderBytes = 12;
    private const int ChunkHeaderBytes = 8;

    /// <returns>The position of the first byte of samples.</returns>
    public static async Task<long> FindAsync(Stream file, CancellationToken cancellationToken)
    {
        byte[] header = new byte[ChunkHeaderBytes];
        file.Position = RiffHeaderBytes;
        while (true)
        {
            await file.ReadExactlyAsync(header, cancellationToken);
            if (header.AsSpan(0, 4).SequenceEqual("data"u8))
            {
                return file.Position;
            }

            long size = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
            file.Position += size + (size & 1); // chunks are padded to even lengths
        }
    }
}
