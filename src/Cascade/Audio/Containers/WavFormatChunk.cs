using System.Buffers.Binary;

namespace Cascade.Audio.Containers;

/// <summary>
/// The "fmt " chunk. Sources: Microsoft's WAVEFORMATEX and WAVEFORMATEXTENSIBLE structures. Values that contradict each other are refused:
/// to guess which of them is right would be to guess at the audio.
/// </summary>
internal static class WavFormatChunk
{
    /// <summary>The part that all versions have.</summary>
    public const int BasicLength = 16;

    /// <summary>With the extension for <see cref="Extensible"/>, which is the most that is looked at.</summary>
    public const int ExtensibleLength = 40;

    private const ushort Pcm = 0x0001;
    private const ushort IeeeFloat = 0x0003;
    private const ushort ALaw = 0x0006;
    private const ushort MuLaw = 0x0007;
    private const ushort Extensible = 0xFFFE;

    /// <summary>Where the sub-format's GUID stands in an extensible chunk. Its first two bytes are a format tag.</summary>
    private const int SubFormatOffset = 24;

    /// <summary>The rest of the GUID, the same for all format tags.</summary>
    private static ReadOnlySpan<byte> SubFormatRest => [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    /// <summary>Reads the chunk's content.</summary>
    /// <exception cref="AudioFormatException">It describes nothing that can be read.</exception>
    public static AudioFormat Parse(ReadOnlySpan<byte> chunk, string? path)
    {
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        uint sampleRateHz = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        uint bytesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(chunk[8..]);
        int bytesPerBlock = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        Require(channels is >= 1 and <= AudioFormat.MaxChannels, path, "channels", $"1 to {AudioFormat.MaxChannels} channels", $"{channels}");
        Require(
            sampleRateHz is >= AudioFormat.MinSampleRateHz and <= AudioFormat.MaxSampleRateHz, path, "sample rate",
            $"{AudioFormat.MinSampleRateHz} to {AudioFormat.MaxSampleRateHz} Hz", $"{sampleRateHz} Hz");
        Require(bits is >= 1 and <= 64, path, "bits per sample", "1 to 64 bits", $"{bits}");

        ushort tag = ReadTag(chunk, path);
        SampleEncoding encoding = (tag, (bits + 7) / 8) switch
        {
            (Pcm, 1) => SampleEncoding.Unsigned8,
            (Pcm, 2) => SampleEncoding.Signed16, // fewer valid bits stand at the top of the container, so that its width alone decides
            (Pcm, 3) => SampleEncoding.Signed24,
            (Pcm, 4) => SampleEncoding.Signed32,
            (IeeeFloat, 4) when bits == 32 => SampleEncoding.Float32,
            (IeeeFloat, 8) when bits == 64 => SampleEncoding.Float64,
            (ALaw, 1) when bits == 8 => SampleEncoding.ALaw,
            (MuLaw, 1) when bits == 8 => SampleEncoding.MuLaw,
            _ => throw Fault(path, "encoding", "PCM of 8 to 32 bits, float of 32 or 64 bits, A-law or mu-law", $"format tag 0x{tag:X4} with {bits} bits"),
        };

        var format = new AudioFormat((int)sampleRateHz, channels, encoding);
        Require(bytesPerBlock == format.BytesPerBlock, path, "block size", $"{format.BytesPerBlock} bytes", $"{bytesPerBlock}");
        long expected = (long)sampleRateHz * bytesPerBlock;
        Require(bytesPerSecond == 0 || bytesPerSecond == expected, path, "byte rate", $"{expected} bytes a second (or 0)", $"{bytesPerSecond}");
        return format;
    }

    private static ushort ReadTag(ReadOnlySpan<byte> chunk, string? path)
    {
        ushort tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        if (tag != Extensible)
        {
            return tag;
        }

        Require(chunk.Length >= ExtensibleLength, path, "format chunk", $"{ExtensibleLength} bytes for an extensible format", $"{chunk.Length}");
        ReadOnlySpan<byte> subFormat = chunk[SubFormatOffset..ExtensibleLength];
        Require(subFormat[2..].SequenceEqual(SubFormatRest), path, "sub-format", "a GUID of a format tag", $"{new Guid(subFormat)}");
        return BinaryPrimitives.ReadUInt16LittleEndian(subFormat);
    }

    private static void Require(bool condition, string? path, string what, string expected, string found)
    {
        if (!condition)
        {
            throw Fault(path, what, expected, found);
        }
    }

    private static AudioFormatException Fault(string? path, string what, string expected, string found) =>
        new($"The WAV header's {what} cannot be used: expected {expected}, found {found}.", path, expected, found);
}
