using System.Buffers.Binary;

namespace Cascade.Cli.Detection;

/// <summary>Saves the segments of a file as WAV files. Source of the header: Multimedia Programming Interface and Data Specifications 1.0.</summary>
internal sealed class SegmentWriter(string prefix)
{
    private const int HeaderBytes = 44;
    private int _count;

    /// <summary>Saves the next segment.</summary>
    /// <param name="startSample">Its first sample.</param>
    /// <param name="audio">Mono PCM16.</param>
    /// <param name="sampleRateHz">The audio's rate.</param>
    public async Task WriteAsync(long startSample, ReadOnlyMemory<byte> audio, int sampleRateHz)
    {
        _count++;
        await using FileStream file = File.Create($"{prefix}-{_count:D3}-{startSample}.wav");
        await file.WriteAsync(Header(audio.Length, sampleRateHz));
        await file.WriteAsync(audio);
    }

    private static byte[] Header(int audioBytes, int sampleRateHz)
    {
        byte[] header = new byte[HeaderBytes];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), HeaderBytes - 8 + audioBytes);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16); // bytes of the format chunk
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), 1); // channels
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), sampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), sampleRateHz * Pcm.BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), Pcm.BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), Pcm.BytesPerSample * 8);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(40), audioBytes);
        return header;
    }
}
