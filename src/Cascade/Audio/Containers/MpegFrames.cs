namespace Cascade.Audio.Containers;

/// <summary>
/// Finds MPEG audio in a file that does not begin with it: one that was cut within a frame, or has zeros in front. Sources: ISO 11172-3 and ISO 13818-3 for the header and the length of a frame.
/// </summary>
internal static class MpegFrames
{
    /// <summary>Bytes that are looked at: some sixty frames of the highest bit rate.</summary>
    public const int SearchLength = 65_536;

    /// <summary>Frames that must follow each other. Twelve bits of a header are fixed by the one before, so that three are no accident.</summary>
    private const int Frames = 4;

    private const int HeaderLength = 4;

    private static readonly int[] RatesHz = [44_100, 48_000, 32_000];
    private static readonly int[] KilobitsOfLayer2 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
    private static readonly int[] KilobitsOfLayer3 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] KilobitsOfLowRates = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

    /// <summary>The place of the first frame, or -1 where no frames follow each other.</summary>
    public static int Find(ReadOnlySpan<byte> bytes)
    {
        for (int start = 0; start + HeaderLength <= bytes.Length; start++)
        {
            int skip = bytes[start..].IndexOf((byte)0xFF);
            if (skip < 0)
            {
                return -1;
            }

            start += skip;
            if (Follow(bytes[start..]))
            {
                return start;
            }
        }

        return -1;
    }

    private static bool Follow(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> first = bytes;
        for (int frame = 0; frame < Frames; frame++)
        {
            int length = LengthOf(bytes);
            if (length == 0 || (bytes[1] & 0xFE) != (first[1] & 0xFE) || (bytes[2] & 0x0C) != (first[2] & 0x0C))
            {
                return false;
            }

            if (length > bytes.Length)
            {
                return false;
            }

            bytes = bytes[length..];
        }

        return true;
    }

    /// <summary>The length of the frame of layer II or III that begins here, or 0 where none does.</summary>
    private static int LengthOf(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderLength || header[0] != 0xFF || (header[1] & 0xE0) != 0xE0)
        {
            return 0;
        }

        int version = (header[1] >> 3) & 3; // 0: MPEG-2.5, 2: MPEG-2, 3: MPEG-1
        int layer = 4 - ((header[1] >> 1) & 3);
        int bitRate = header[2] >> 4;
        int rate = (header[2] >> 2) & 3;
        if (version == 1 || layer is not (2 or 3) || bitRate is 0 or 15 || rate == 3)
        {
            return 0;
        }

        int kilobits = (version == 3 ? layer == 2 ? KilobitsOfLayer2 : KilobitsOfLayer3 : KilobitsOfLowRates)[bitRate];
        int rateHz = RatesHz[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
        int bytesPerKilobit = layer == 3 && version != 3 ? 72_000 : 144_000;
        return (bytesPerKilobit * kilobits / rateHz) + ((header[2] >> 1) & 1);
    }
}
