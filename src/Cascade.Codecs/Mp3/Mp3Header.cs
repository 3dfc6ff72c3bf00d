using System.Buffers.Binary;
using NLayer;

namespace Cascade.Codecs.Mp3;

/// <summary>The four bytes before a frame of MPEG audio. Sources: ISO 11172-3, ISO 13818-3; MPEG 2.5 as encoders write it.</summary>
internal readonly record struct Mp3Header(uint Bits)
{
    public const int Length = 4;

    private static readonly int[] RatesHz = [44_100, 48_000, 32_000];

    // Kilobits a second: MPEG-1 layers 1 to 3, then MPEG-2 layer 1, and layers 2 and 3.
    private static readonly int[][] Rates =
    [
        [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ];

    public MpegVersion Version => ((Bits >> 19) & 3) switch
    {
        0 => MpegVersion.Version25,
        2 => MpegVersion.Version2,
        _ => MpegVersion.Version1,
    };

    public MpegLayer Layer => (MpegLayer)(4 - (int)((Bits >> 17) & 3));

    public bool HasCrc => (Bits & 0x1_0000) == 0;

    public int BitRateIndex => (int)((Bits >> 12) & 0xF);

    public int BitRate => 1_000 * Rates[Version == MpegVersion.Version1 ? (int)Layer - 1 : Layer == MpegLayer.LayerI ? 3 : 4][BitRateIndex];

    public int SampleRateIndex => (int)((Bits >> 10) & 3);

    public int SampleRateHz => RatesHz[SampleRateIndex] / (Version == MpegVersion.Version1 ? 1 : Version == MpegVersion.Version2 ? 2 : 4);

    public MpegChannelMode ChannelMode => (MpegChannelMode)((Bits >> 6) & 3);

    public int ChannelModeExtension => (int)((Bits >> 4) & 3);

    public int Channels => ChannelMode == MpegChannelMode.Mono ? 1 : 2;

    public int SampleCount => Layer == MpegLayer.LayerI ? 384 : Layer == MpegLayer.LayerIII && Version != MpegVersion.Version1 ? 576 : 1_152;

    /// <summary>Where the Xing tag stands in the first frame: behind the side information of layer 3, as if there were no checksum.</summary>
    public int TagOffset => Length + (Version == MpegVersion.Version1 ? (Channels == 1 ? 17 : 32) : (Channels == 1 ? 9 : 17));

    /// <summary>The whole frame's bytes, header included.</summary>
    public int FrameBytes
    {
        get
        {
            int padding = (int)((Bits >> 9) & 1);
            return Layer == MpegLayer.LayerI ? ((12 * BitRate / SampleRateHz) + padding) * 4 : (SampleCount / 8 * BitRate / SampleRateHz) + padding;
        }
    }

    /// <summary>Reads a header.</summary>
    /// <returns>Null where the bytes are none, and for the free format, whose frames tell no length.</returns>
    public static Mp3Header? TryParse(ReadOnlySpan<byte> bytes)
    {
        uint bits = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        bool isHeader = (bits & 0xFFE0_0000) == 0xFFE0_0000
            && (bits & 0x18_0000) != 0x8_0000
            && (bits & 0x6_0000) != 0
            && (bits & 0xF000) is not 0xF000 and not 0
            && (bits & 0xC00) != 0xC00;
        return isHeader ? new Mp3Header(bits) : null;
    }

    /// <summary>Whether a frame can follow another one in the same stream.</summary>
    public bool IsLike(Mp3Header other) => Version == other.Version && Layer == other.Layer && SampleRateIndex == other.SampleRateIndex && Channels == other.Channels;
}
