using System.Buffers.Binary;

namespace Cascade.Audio.Containers;

/// <summary>
/// The "fmt " chunk. Sources: Microsoft's WAVEFORMATEX and WAVEFORMATEXTENSIBLE structures, and their registry of format tags (RFC 2361). Rate, channels, bits and tag tell all of PCM. Recorders
/// often get the other fields wrong, so these count only where they agree with each other against the rest.
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
    /// <param name="chunk">At least <see cref="BasicLength"/> bytes of it.</param>
    /// <param name="isBigEndian">Whether numbers and samples are big-endian, as in RIFX.</param>
    /// <param name="path">For error messages.</param>
    /// <param name="otherEncoding">The name of an encoding that is not read here; otherwise null.</param>
    /// <returns>The format, or null for such an encoding.</returns>
    /// <exception cref="AudioFormatException">It contradicts itself, or describes nothing that can be read.</exception>
    public static AudioFormat? Parse(ReadOnlySpan<byte> chunk, bool isBigEndian, string? path, out string? otherEncoding)
    {
        ushort tag = Read16(chunk, isBigEndian);
        int bits = Read16(chunk[14..], isBigEndian);
        otherEncoding = null;
        if (tag == Extensible)
        {
            Require(chunk.Length >= ExtensibleLength, path, "format chunk", $"{ExtensibleLength} bytes for an extensible format", $"{chunk.Length}");
            ReadOnlySpan<byte> subFormat = chunk[SubFormatOffset..ExtensibleLength];
            tag = Read16(isBigEndian ? subFormat[2..] : subFormat, isBigEndian);
            if (!HasTag(subFormat, isBigEndian))
            {
                otherEncoding = $"the sub-format {new Guid(subFormat, isBigEndian)}";
                return null;
            }
        }

        SampleEncoding? encoding = EncodingOf(tag, bits, isBigEndian);
        if (encoding is null)
        {
            Require(tag is not (Pcm or IeeeFloat or ALaw or MuLaw) || bits is >= 1 and <= 64, path, "bits per sample", "1 to 64 bits", $"{bits}");
            otherEncoding = NameOf(tag, bits);
            return null;
        }

        int channels = Read16(chunk[2..], isBigEndian);
        uint sampleRateHz = Read32(chunk[4..], isBigEndian);
        Require(channels is >= 1 and <= AudioFormat.MaxChannels, path, "channels", $"1 to {AudioFormat.MaxChannels} channels", $"{channels}");
        Require(
            sampleRateHz is >= AudioFormat.MinSampleRateHz and <= AudioFormat.MaxSampleRateHz, path, "sample rate",
            $"{AudioFormat.MinSampleRateHz} to {AudioFormat.MaxSampleRateHz} Hz", $"{sampleRateHz} Hz");
        var format = new AudioFormat((int)sampleRateHz, channels, encoding.Value);
        uint bytesPerSecond = Read32(chunk[8..], isBigEndian);
        int bytesPerBlock = Read16(chunk[12..], isBigEndian);
        bool isOfWiderBlocks = bytesPerBlock > format.BytesPerBlock && bytesPerSecond != (long)sampleRateHz * format.BytesPerBlock;
        Require(!isOfWiderBlocks, path, "block size", $"{format.BytesPerBlock} bytes", $"{bytesPerBlock}, and a byte rate that does not speak against it");
        return format;
    }

    private static SampleEncoding? EncodingOf(ushort tag, int bits, bool isBigEndian) => (tag, (bits + 7) / 8) switch
    {
        (Pcm, 1) => SampleEncoding.Unsigned8,
        (Pcm, 2) => isBigEndian ? SampleEncoding.Signed16BigEndian : SampleEncoding.Signed16, // fewer valid bits stand at the top of the container, so that its width alone decides
        (Pcm, 3) => isBigEndian ? SampleEncoding.Signed24BigEndian : SampleEncoding.Signed24,
        (Pcm, 4) => isBigEndian ? SampleEncoding.Signed32BigEndian : SampleEncoding.Signed32,
        (IeeeFloat, 4) when bits == 32 => isBigEndian ? SampleEncoding.Float32BigEndian : SampleEncoding.Float32,
        (IeeeFloat, 8) when bits == 64 => isBigEndian ? SampleEncoding.Float64BigEndian : SampleEncoding.Float64,
        (ALaw, 1) when bits == 8 => SampleEncoding.ALaw,
        (MuLaw, 1) when bits == 8 => SampleEncoding.MuLaw,
        _ => null,
    };

    private static string NameOf(ushort tag, int bits)
    {
        string? name = tag switch
        {
            Pcm or IeeeFloat or ALaw or MuLaw => $"samples of {bits} bits",
            0x0002 => "Microsoft ADPCM",
            0x0011 => "IMA ADPCM",
            0x0014 or 0x0042 or 0x0111 => "G.723.1",
            0x0020 => "Yamaha ADPCM",
            0x0031 => "GSM 6.10",
            0x0040 or 0x0045 or 0x0064 or 0x0085 => "G.726",
            0x0050 => "MPEG audio",
            0x0055 => "MP3",
            0x0065 or 0x028F => "G.722",
            0x0083 or 0x0133 => "G.729",
            0x00FF or 0x1600 or 0x1610 => "AAC",
            0x0160 or 0x0161 or 0x0162 or 0x0163 => "Windows Media Audio",
            0x2000 => "AC-3",
            0xA109 => "Speex",
            _ => null,
        };
        return name is null ? $"format tag 0x{tag:X4}" : $"{name} (format tag 0x{tag:X4})";
    }

    /// <summary>A GUID's first three fields are numbers, so that they turn with the byte order. The format tag is the low half of the first.</summary>
    private static bool HasTag(ReadOnlySpan<byte> subFormat, bool isBigEndian)
    {
        Span<byte> guid = stackalloc byte[16];
        new Guid(subFormat, isBigEndian).TryWriteBytes(guid);
        return guid[2..].SequenceEqual(SubFormatRest);
    }

    private static ushort Read16(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint Read32(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static void Require(bool condition, string? path, string what, string expected, string found)
    {
        if (!condition)
        {
            throw new AudioFormatException($"The WAV header's {what} cannot be used: expected {expected}, found {found}.", path, expected, found);
        }
    }
}
