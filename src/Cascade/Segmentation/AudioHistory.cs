using System.Buffers;
using System.Diagnostics;
using Cascade.Audio;

namespace Cascade.Segmentation;

/// <summary>
/// The newest stretch of the stream's audio, by sample position: appended at its end, dropped from its beginning. Pre-roll, the open segment and frames that are held
/// back are all read from here. The buffer comes from the shared pool, grows with what is kept, and shrinks when that is dropped.
/// </summary>
internal sealed class AudioHistory
{
    // Holds silero's pad and a frame: what an idle stream costs.
    private const int SmallestBuffer = 2048;

    private byte[] _buffer = [];
    private int _first;
    private int _count;

    /// <summary>The position after the newest sample.</summary>
    public long End { get; private set; }

    /// <summary>How many bytes the buffer occupies.</summary>
    public int Capacity => _buffer.Length;

    private long Start => End - (_count / Pcm16.BytesPerSample);

    public void Append(ReadOnlySpan<byte> audio)
    {
        if (_first + _count + audio.Length > _buffer.Length)
        {
            Resize(_count + audio.Length);
        }

        audio.CopyTo(_buffer.AsSpan(_first + _count));
        _count += audio.Length;
        End += audio.Length / Pcm16.BytesPerSample;
    }

    /// <summary>A copy of the samples from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public byte[] Copy(long from, long to)
    {
        Debug.Assert(from >= Start && to <= End && from <= to, "the range is not kept");
        int offset = _first + (int)((from - Start) * Pcm16.BytesPerSample);
        return _buffer.AsSpan(offset, (int)((to - from) * Pcm16.BytesPerSample)).ToArray();
    }

    /// <summary>Forgets the samples before a position.</summary>
    public void DropBefore(long position)
    {
        int dropped = (int)(Math.Clamp(position - Start, 0, End - Start) * Pcm16.BytesPerSample);
        _first += dropped;
        _count -= dropped;
        if (_buffer.Length > SmallestBuffer && _count < _buffer.Length / 8)
        {
            Resize(_count);
        }
    }

    /// <summary>Forgets everything and returns the buffer; the next sample has the given position.</summary>
    public void Clear(long position)
    {
        Replace([]);
        _count = 0;
        End = position;
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
