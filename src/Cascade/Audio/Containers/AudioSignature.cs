namespace Cascade.Audio.Containers;

/// <summary>
/// Tells a file's kind from its first bytes; its name is never asked. Sources: the signatures that the formats' own specifications set (RFC
/// 3533 for Ogg, RFC 9639 for FLAC, RFC 8794 for EBML, ISO 14496-12 for MP4, ISO 11172-3 for MPEG audio frames, ISO 13818-7 for ADTS,
/// id3.org for tags).
/// </summary>
internal static class AudioSignature
{
    /// <summary>Bytes that tell every kind.</summary>
    public const int Length = 12;

    /// <summary>Bytes that tell the codec in an Ogg container as well: the first page's header, and the first words of its packet.</summary>
    public const int CodecLength = 64;

    public static AudioContent Of(ReadOnlySpan<byte> start)
    {
        if (start.Length < Length)
        {
            return AudioContent.Unknown;
        }

        ReadOnlySpan<byte> form = start[8..];
        return start switch
        {
            _ when (start.StartsWith("RIFF"u8) || start.StartsWith("RIFX"u8) || start.StartsWith("RF64"u8) || start.StartsWith("BW64"u8)) && form.StartsWith("WAVE"u8) => AudioContent.Wav,
            _ when start.StartsWith("FORM"u8) && (form.StartsWith("AIFF"u8) || form.StartsWith("AIFC"u8)) => AudioContent.Aiff,
            _ when start.StartsWith("fLaC"u8) => AudioContent.Flac,
            _ when start.StartsWith("OggS"u8) => AudioContent.Ogg,
            _ when start.StartsWith("ID3"u8) => AudioContent.Mp3,
            _ when start[4..].StartsWith("ftyp"u8) => AudioContent.Mp4,
            [0x1A, 0x45, 0xDF, 0xA3, ..] => AudioContent.Matroska,
            _ when IsAdts(start) => AudioContent.Aac,
            _ when IsMpegAudio(start) => AudioContent.Mp3,
            _ => AudioContent.Unknown,
        };
    }

    /// <summary>Twelve ones, then version, layer 0 and protection; a sample rate that exists.</summary>
    private static bool IsAdts(ReadOnlySpan<byte> start) => start[0] == 0xFF && (start[1] & 0xF6) == 0xF0 && ((start[2] >> 2) & 0xF) < 13;

    /// <summary>Eleven ones, then a version, layer, bit rate and sample rate that are not reserved.</summary>
    private static bool IsMpegAudio(ReadOnlySpan<byte> start) =>
        start[0] == 0xFF
        && (start[1] & 0xE0) == 0xE0
        && (start[1] & 0x18) != 0x08
        && (start[1] & 0x06) != 0x00
        && (start[2] & 0xF0) is not 0xF0 and not 0x00
        && (start[2] & 0x0C) != 0x0C;
}
