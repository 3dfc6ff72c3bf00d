using System.Buffers;
using System.Diagnostics;

namespace Cascade.Segmentation;

/// <summary>
/// The newest bytes of a stream: appended at the end, dropped from the beginning, addressed by their place in the stream. The buffer comes from the shared pool, grows
/// with what is kept, and shrinks when that is dropped.
/// </summary>
internal sealed class AudioHistory
{
    // Holds silero's pad and a frame: what an idle stream costs.
    private const int SmallestBuffer = 2048;

    private byte[] _buffer = [];
    private int _first;
    private int _count;
    private long _start;

    /// <summary>How many bytes the buffer occupies.</summary>
    public int Capacity => _buffer.Length;

    private long End => _start + _count;

    public void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Extend(bytes.Length));

    /// <summary>Room for the next bytes, which the caller writes at once.</summary>
    public Span<byte> Extend(int count)
    {
        if (_first + _count + count > _buffer.Length)
        {
            Resize(_count + count);
        }

        _count += count;
        return _buffer.AsSpan(_first + _count - count, count);
    }

    /// <summary>A copy of the bytes from one place to another.</summary>
    public byte[] Copy(long from, long to)
    {
        Debug.Assert(from >= _start && to <= End && from <= to, "the range is not kept");
        return _buffer.AsSpan(_first + (int)(from - _start), (int)(to - from)).ToArray();
    }

    /// <summary>Forgets the bytes before a place.</summary>
    public void DropBefore(long place)
    {
        int dropped = (int)(Math.Clamp(place, _start, End) - _start);
        _start += dropped;
        _first += dropped;
        _count -= dropped;
        if (_buffer.Length > SmallestBuffer && _count < _buffer.Length / 8)
        {
            Resize(_count);
        }
    }

    /// <summary>Forgets everything and returns the buffer; the next byte has the given place.</summary>
    public void Clear(long place)
    {
        Replace([]);
        _count = 0;
        _start = place;
    }

    // Room for twice what is kept, so that moving the rest to the front costs a constant number of copies per byte; a small rest is moved with every frame.
    private void Resize(int needed)
    {
        int size = needed <= SmallestBuffer ? SmallestBuffer : needed * 2;
        if (size <= _buffer.Length && size > _buffer.Length / 4)
        {
            _buffer.AsSpan(_first, _count).CopyTo(_buffer);
            _first = 0;
            return;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(_first, _count).CopyTo(buffer);
        Replace(buffer);
    }

    private void Replace(byte[] buffer)
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = buffer;
        _first = 0;
    }
}
