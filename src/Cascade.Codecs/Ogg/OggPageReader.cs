using System.Buffers.Binary;

namespace Cascade.Codecs.Ogg;

/// <summary>
/// Finds the pages of an Ogg stream, forwards only, in memory of one page. Bytes that are no page, and pages whose checksum is wrong, are skipped. Source: RFC 3533.
/// </summary>
internal sealed class OggPageReader(Stream stream)
{
    public const int HeaderBytes = 27;

    // A file whose every fourth byte begins a page that proves wrong must not cost a checksum of 64 KB for each.
    private const int MaxWrongPages = 1_000;

    private readonly byte[] _bytes = new byte[HeaderBytes + 255 + (255 * 255)];
    private int _length;
    private int _pageLength;
    private int _wrongPages;

    /// <summary>The bytes that were skipped between pages.</summary>
    public long SkippedBytes { get; private set; }

    public bool IsContinuation => (_bytes[5] & 1) != 0;

    public bool IsFirst => (_bytes[5] & 2) != 0;

    public bool IsLast => (_bytes[5] & 4) != 0;

    /// <summary>The position at the end of the last packet that ends on the page; -1 where none does.</summary>
    public long Granule => BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(6));

    public uint Serial => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(14));

    public uint Sequence => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(18));

    /// <summary>The lengths of the page's segments; a packet ends with a segment shorter than 255.</summary>
    public ReadOnlySpan<byte> Segments => _bytes.AsSpan(HeaderBytes, _bytes[26]);

    public ReadOnlySpan<byte> Body => _bytes.AsSpan(HeaderBytes + _bytes[26], _pageLength - HeaderBytes - _bytes[26]);

    /// <summary>Goes to the next page.</summary>
    /// <returns>False at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">There are too many pages whose checksum is wrong.</exception>
    public bool Next()
    {
        Remove(_pageLength);
        _pageLength = 0;
        while (Fill(HeaderBytes))
        {
            if (_bytes.AsSpan().StartsWith("OggS\0"u8) && TryReadPage())
            {
                return true;
            }

            int next = _bytes.AsSpan(1, _length - 1).IndexOf((byte)'O') is >= 0 and int found ? found + 1 : _length;
            SkippedBytes += next;
            Remove(next);
        }

        SkippedBytes += _length;
        return false;
    }

    private bool TryReadPage()
    {
        int header = HeaderBytes + _bytes[26];
        if (!Fill(header))
        {
            return false;
        }

        int length = header;
        foreach (byte segment in Segments)
        {
            length += segment;
        }

        if (!Fill(length))
        {
            return false;
        }

        uint crc = OggCrc.Of(0, _bytes.AsSpan(0, 22));
        crc = OggCrc.Of(crc, [0, 0, 0, 0]);
        crc = OggCrc.Of(crc, _bytes.AsSpan(26, length - 26));
        if (crc == BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(22)))
        {
            _pageLength = length;
            return true;
        }

        return ++_wrongPages <= MaxWrongPages ? false : throw new InvalidDataException($"more than {MaxWrongPages} pages of the Ogg file have a wrong checksum.");
    }

    private bool Fill(int length)
    {
        while (_length < length)
        {
            int read = stream.Read(_bytes, _length, _bytes.Length - _length);
            if (read == 0)
            {
                return false;
            }

            _length += read;
        }

        return true;
    }

    private void Remove(int count)
    {
        _bytes.AsSpan(count, _length - count).CopyTo(_bytes);
        _length -= count;
    }
}
