using System.Buffers.Binary;

namespace Cascade.Speech.Worker;

/// <summary>A WAV file of 16 kHz mono PCM16, as clients want it.</summary>
internal static class WavFile
{
    public const int SampleRateHz = 16_000;
    private const int HeaderBytes = 44;
    private const int BytesPerSample = 2;

    public static byte[] Create(ReadOnlySpan<byte> pcm)
    {
        byte[] file = new byte[HeaderBytes + pcm.Length];
        Span<byte> header = file;
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], SampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], SampleRateHz * BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], pcm.Length);
        pcm.CopyTo(header[HeaderBytes..]);
        return file;
    }
}
