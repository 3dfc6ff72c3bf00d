using System.Buffers.Binary;
using Cascade.Hosting.Sessions;

namespace Cascade.Hosting.Connections;

/// <summary>Writes WAV: a header of 44 bytes and mono PCM16.</summary>
internal static class WavFile
{
    private const int HeaderBytes = 44;

    public static byte[] Of(StoredSegment segment)
    {
        byte[] file = new byte[HeaderBytes + segment.Audio.Length];
        Span<byte> header = file;
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16); // bytes of the format
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1); // channels
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], segment.SampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], segment.SampleRateHz * sizeof(short)); // bytes per second
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], sizeof(short)); // bytes per block
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 8 * sizeof(short)); // bits per sample
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], segment.Audio.Length);
        segment.Audio.Span.CopyTo(header[HeaderBytes..]);
        return file;
    }
}
