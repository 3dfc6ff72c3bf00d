namespace Cascade.Tests.Cli;

/// <summary>WAV files in memory.</summary>
internal static class WavBytes
{
    /// <summary>The position of the first byte of samples in a file that has no other chunk after them.</summary>
    public static int SamplesStart(ReadOnlySpan<byte> file) => file.IndexOf("data"u8) + 8;

    public static ReadOnlySpan<byte> Samples(ReadOnlySpan<byte> file) => file[SamplesStart(file)..];

    /// <summary>16 kHz mono PCM16, with a chunk of odd length before the samples.</summary>
    public static byte[] Make(ReadOnlySpan<byte> samples, int? declaredBytes = null)
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        writer.Write("RIFF"u8);
        writer.Write(4 + 24 + 12 + 8 + samples.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(16_000);
        writer.Write(32_000);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("LIST"u8);
        writer.Write(3);
        writer.Write("abc\0"u8);
        writer.Write("data"u8);
        writer.Write(declaredBytes ?? samples.Length);
        writer.Write(samples);
        return bytes.ToArray();
    }
}
