using NVorbis;
using NVorbis.Contracts;

namespace Cascade.Codecs.Vorbis;

/// <summary>
/// A packet for NVorbis that refuses code books of absurd size. NVorbis allocates as many bytes as a book's header claims, up to gigabytes, before it reads the book; no encoder's books come near the limits.
/// </summary>
internal sealed class VorbisPacket(byte[] bytes) : DataPacket, IPacket
{
    private const ulong BookMark = 0x564342;
    private const ulong MaxEntries = 1 << 16;
    private const ulong MaxValues = 1 << 20;

    private int _next;
    private int _sinceBookMark = int.MaxValue;
    private ulong _dimensions;

    protected override int TotalBits => bytes.Length * 8;

    /// <exception cref="InvalidDataException">A code book is too large.</exception>
    ulong IPacket.ReadBits(int count)
    {
        ulong value = TryPeekBits(count, out _);
        SkipBits(count);
        _sinceBookMark = count == 24 && value == BookMark ? 0 : Math.Min(_sinceBookMark, 2) + 1;
        if (_sinceBookMark == 1 && count == 16)
        {
            _dimensions = value;
        }
        else if (_sinceBookMark == 2 && count == 24 && (value > MaxEntries || value * _dimensions > MaxValues))
        {
            throw new InvalidDataException($"a code book is too large: expected up to {MaxEntries} entries and {MaxValues} values, found {value} entries of {_dimensions} values.");
        }

        return value;
    }

    public override void Reset()
    {
        _next = 0;
        base.Reset();
    }

    protected override int ReadNextByte() => _next < bytes.Length ? bytes[_next++] : -1;
}
