using System.Buffers.Binary;
using System.IO.Compression;

namespace Cascade.Cli.Drawing;

/// <summary>Writes PNG files of 8-bit RGB. Source: ISO/IEC 15948 (the W3C's PNG, third edition).</summary>
internal static class PngWriter
{
    private const int BytesPerPixel = 3;
    private const int Filters = 5;
    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <param name="output">Where it goes.</param>
    /// <param name="pixels">Red, green and blue of each pixel, row by row from the top.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    public static void Write(Stream output, ReadOnlySpan<byte> pixels, int width, int height)
    {
        output.Write([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits
        header[9] = 2; // RGB
        WriteChunk(output, "IHDR"u8, header);
        WriteChunk(output, "IDAT"u8, Compress(pixels, width * BytesPerPixel, height));
        WriteChunk(output, "IEND"u8, []);
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int rowBytes, int height)
    {
        using MemoryStream compressed = new();
        using (ZLibStream zlib = new(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] above = new byte[rowBytes];
            byte[][] candidates = [.. Enumerable.Range(0, Filters).Select(_ => new byte[rowBytes + 1])];
            for (int y = 0; y < height; y++)
            {
                ReadOnlySpan<byte> row = pixels.Slice(y * rowBytes, rowBytes);
                for (int filter = 0; filter < Filters; filter++)
                {
                    Filter(filter, row, above, candidates[filter]);
                }

                zlib.Write(candidates.MinBy(Cost)!);
                row.CopyTo(above);
            }
        }

        return compressed.ToArray();
    }

    // The usual guess at what compresses best: the smallest sum of differences, taken as signed bytes.
    private static int Cost(byte[] filtered) => filtered.AsSpan(1).ToArray().Sum(value => Math.Abs((int)(sbyte)value));

    private static void Filter(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> filtered)
    {
        filtered[0] = (byte)filter;
        for (int i = 0; i < row.Length; i++)
        {
            int left = i < BytesPerPixel ? 0 : row[i - BytesPerPixel];
            int corner = i < BytesPerPixel ? 0 : above[i - BytesPerPixel];
            int guess = filter switch { 1 => left, 2 => above[i], 3 => (left + above[i]) / 2, 4 => Paeth(left, above[i], corner), _ => 0 };
            filtered[i + 1] = (byte)(row[i] - guess);
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        int estimate = left + above - corner;
        (int toLeft, int toAbove, int toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }

    private static void WriteChunk(Stream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = [.. new byte[4], .. type, .. data, .. new byte[4]];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4..), Crc(chunk.AsSpan(4..^4)));
        output.Write(chunk);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc = CrcTable[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] MakeCrcTable()
    {
        const uint polynomial = 0xEDB88320;
        return [.. Enumerable.Range(0, 256).Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) != 0 ? polynomial ^ (c >> 1) : c >> 1))];
    }
}
