using System.Buffers.Binary;

namespace Cascade.Extensions.AI.Audio;

/// <summary>Puts the header of a WAV file before mono PCM16.</summary>
internal static class WavFile
{
    public const int HeaderBytes = 44;
    private const int BytesPerSample = 2;

    /// <summary>Writes the header into the first <see cref="HeaderBytes"/> of a file whose audio follows there.</summary>
    public static void WriteHeader(Span<byte> file, int sampleRateHz)
    {
        int audioBytes = file.Length - HeaderBytes;
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(file[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(file[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(file[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(file[24..], sampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(file[28..], sampleRateHz * BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(file[32..], BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(file[34..], 16);
        "data"u8.CopyTo(file[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[40..], audioBytes);
    }
}
