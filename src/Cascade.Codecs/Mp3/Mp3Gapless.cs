using System.Buffers.Binary;

namespace Cascade.Codecs.Mp3;

/// <summary>
/// The counts that encoders write into the first frame, which then has no sound. Source: the Xing header, and the part that LAME has added (gabriel.mp3-tech.org/mp3infotag.html).
/// </summary>
/// <param name="Frames">Frames that follow; null where the file doesn't tell.</param>
/// <param name="Delay">Samples before the recording's first, by the encoder; null where the file doesn't tell.</param>
/// <param name="Padding">Samples after the recording's last.</param>
internal sealed record Mp3Gapless(long? Frames, int? Delay, int Padding)
{
    /// <summary>The delay of every decoder of layer 3, in samples, which comes on top of the encoder's.</summary>
    public const int DecoderDelay = 529;

    private const int EncoderOffset = 21; // of delay and padding behind the encoder's name

    /// <summary>Reads the tag.</summary>
    /// <returns>Null if the frame has none, and is sound.</returns>
    public static Mp3Gapless? TryParse(Mp3Header header, ReadOnlySpan<byte> frame)
    {
        if (frame.Length < header.TagOffset + 8 || !(frame[header.TagOffset..].StartsWith("Xing"u8) || frame[header.TagOffset..].StartsWith("Info"u8)))
        {
            return null;
        }

        ReadOnlySpan<byte> rest = frame[(header.TagOffset + 4)..];
        uint flags = BinaryPrimitives.ReadUInt32BigEndian(rest);
        rest = rest[4..];
        long? frames = (flags & 1) != 0 && rest.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(rest) : null;
        int fields = ((flags & 1) != 0 ? 4 : 0) + ((flags & 2) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 100 : 0) + ((flags & 8) != 0 ? 4 : 0);
        if (rest.Length < fields + EncoderOffset + 3 || !IsKnownEncoder(rest[fields..]))
        {
            return new Mp3Gapless(frames, null, 0);
        }

        ReadOnlySpan<byte> delays = rest[(fields + EncoderOffset)..];
        return new Mp3Gapless(frames, (delays[0] << 4) | (delays[1] >> 4), ((delays[1] & 0xF) << 8) | delays[2]);
    }

    private static bool IsKnownEncoder(ReadOnlySpan<byte> name) => name.StartsWith("LAME"u8) || name.StartsWith("Lavf"u8) || name.StartsWith("Lavc"u8);
}
