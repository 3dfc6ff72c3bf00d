namespace Cascade.Audio.Pcm;

/// <summary>The two companding laws of ITU-T G.711 as tables from code to sample, full scale at 1.</summary>
internal static class G711
{
    private const int SegmentShift = 4;
    private const int MantissaMask = 0x0F;
    private const int SignBit = 0x80;

    /// <summary>Half a step of the lowest segment: decoded values stand in the middle of their interval.</summary>
    private const int MuLawBias = 0x84;

    private const float FullScale16 = 32_768f;

    /// <summary>The samples of the 256 A-law codes: 13-bit values, scaled to 16 bits as is usual.</summary>
    public static float[] ALaw { get; } = Table(ExpandALaw);

    /// <summary>The samples of the 256 mu-law codes: 14-bit values, scaled to 16 bits as is usual.</summary>
    public static float[] MuLaw { get; } = Table(ExpandMuLaw);

    private static float[] Table(Func<int, int> expand)
    {
        var table = new float[256];
        for (int code = 0; code < table.Length; code++)
        {
            table[code] = expand(code) / FullScale16;
        }

        return table;
    }

    private static int ExpandMuLaw(int code)
    {
        int bits = ~code & 0xFF; // sent inverted, so that a silent line has many ones
        int segment = (bits & ~SignBit) >> SegmentShift;
        int magnitude = ((((bits & MantissaMask) << 3) + MuLawBias) << segment) - MuLawBias;
        return (bits & SignBit) != 0 ? -magnitude : magnitude;
    }

    private static int ExpandALaw(int code)
    {
        int bits = code ^ 0x55; // every other bit is sent inverted
        int segment = (bits & ~SignBit) >> SegmentShift;
        int step = ((bits & MantissaMask) << 4) + 8;
        int magnitude = segment == 0 ? step : (step + 0x100) << (segment - 1);
        return (bits & SignBit) != 0 ? magnitude : -magnitude;
    }
}
