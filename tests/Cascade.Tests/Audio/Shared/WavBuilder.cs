using System.Buffers.Binary;
using System.Text;

namespace Cascade.Tests.Audio;

/// <summary>Writes WAV files, also malformed ones.</summary>
internal static class WavBuilder
{
    public static byte[] Chunk(string id, byte[] content, uint? size = null) =>
        [.. Encoding.ASCII.GetBytes(id), .. Bytes32(size ?? (uint)content.Length), .. content, .. new byte[content.Length & 1]];

    /// <summary>A RIFF file of the given chunks.</summary>
    public static byte[] Riff(params byte[][] chunks) => Whole("RIFF", null, chunks);

    public static byte[] Whole(string id, uint? size, params byte[][] chunks)
    {
        byte[] content = [.. Encoding.ASCII.GetBytes("WAVE"), .. chunks.SelectMany(chunk => chunk)];
        return [.. Encoding.ASCII.GetBytes(id), .. Bytes32(size ?? (uint)content.Length), .. content];
    }

    public static byte[] Format(ushort tag, int channels, int rateHz, int bits, byte[]? extension = null, int? blockBytes = null, uint? byteRate = null)
    {
        int block = blockBytes ?? channels * ((bits + 7) / 8);
        byte[] basic =
        [
            .. Bytes16(tag), .. Bytes16((ushort)channels), .. Bytes32((uint)rateHz), .. Bytes32(byteRate ?? (uint)(rateHz * block)), .. Bytes16((ushort)block), .. Bytes16((ushort)bits),
        ];
        return Chunk("fmt ", extension is null ? basic : [.. basic, .. Bytes16((ushort)extension.Length), .. extension]);
    }

    public static byte[] Extensible(ushort tag, int channels, int rateHz, int bits, int validBits)
    {
        byte[] guid = [.. Bytes16(tag), 0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];
        return Format(0xFFFE, channels, rateHz, bits, [.. Bytes16((ushort)validBits), .. Bytes32(0), .. guid]);
    }

    public static byte[] Sizes64(ulong riff, ulong data) => Chunk("ds64", [.. Bytes64(riff), .. Bytes64(data), .. Bytes64(0), .. Bytes32(0)]);

    /// <summary>16 kHz mono PCM16 with the given audio.</summary>
    public static byte[] Simple(byte[] audio) => Riff(Format(1, 1, 16_000, 16), Chunk("data", audio));

    private static byte[] Bytes16(ushort value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Bytes32(uint value) => BitConverter.GetBytes(BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    private static byte[] Bytes64(ulong value) => BitConverter.GetBytes(BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));
}
