using System.Buffers;
using System.Diagnostics;
using Cascade.Buffers;
using Cascade.Snapshots;

namespace Cascade.Segmentation;

/// <summary>
/// The newest bytes of a stream: appended at the end, dropped from the beginning, addressed by their place in the stream. They are kept in blocks of one size from a pool, so nothing
/// is moved when an open segment grows, and all is given back when it ends.
/// </summary>
internal sealed class AudioHistory(ArrayPool<byte> pool)
{
    /// <summary>A frame of PCM16. Silero's pad and a frame need two or three blocks.</summary>
    public const int BlockBytes = 1024;

    /// <summary>The blocks of all processors; 16 MB of free ones are kept, which is the speech of eight minutes.</summary>
    public static BlockPool SharedBlocks { get; } = new(BlockBytes) { MostFree = 16 * 1024 };

    private const int KeptCapacity = 8;

    private readonly List<byte[]> _blocks = new(4);

    // Where the first block begins, where the kept bytes begin, and where they end.
    private long _origin;
    private long _start;
    private long _end;

    /// <summary>How many bytes the blocks occupy.</summary>
    public int Capacity => _blocks.Count * BlockBytes;

    /// <summary>How many bytes the blocks have occupied at most, since this was last set.</summary>
    public int PeakCapacity { get; set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int used = (int)(_end - _origin) % BlockBytes;
            if (used == 0)
            {
                _blocks.Add(pool.Rent(BlockBytes));
                PeakCapacity = Math.Max(PeakCapacity, Capacity);
            }

            int count = Math.Min(bytes.Length, BlockBytes - used);
            bytes[..count].CopyTo(_blocks[^1].AsSpan(used));
            bytes = bytes[count..];
            _end += count;
        }
    }

    /// <summary>A copy of the bytes from one place to another.</summary>
    public byte[] Copy(long from, long to)
    {
        Debug.Assert(from >= _start && to <= _end && from <= to, "the range is not kept");
        byte[] copy = GC.AllocateUninitializedArray<byte>((int)(to - from));
        Copy(from, copy);
        return copy;
    }

    private void Copy(long from, Span<byte> rest)
    {
        for (int at = (int)(from - _origin); !rest.IsEmpty;)
        {
            Span<byte> block = _blocks[at / BlockBytes].AsSpan(at % BlockBytes, Math.Min(rest.Length, BlockBytes - (at % BlockBytes)));
            block.CopyTo(rest);
            rest = rest[block.Length..];
            at += block.Length;
        }
    }

    /// <summary>Forgets the bytes before a place.</summary>
    public void DropBefore(long place)
    {
        _start = Math.Clamp(place, _start, _end);
        Return((int)((_start - _origin) / BlockBytes));
    }

    /// <summary>Forgets everything; the next byte has the given place.</summary>
    public void Clear(long place)
    {
        Return(_blocks.Count);
        (_origin, _start, _end) = (place, place, place);
    }

    public void Save(SnapshotWriter writer)
    {
        writer.Int(PeakCapacity);
        writer.Int((int)(_start - _origin));
        int length = (int)(_end - _start);
        writer.Int(length);
        Copy(_start, writer.Space(length));
    }

    /// <summary>Goes on where another history was saved.</summary>
    /// <param name="reader">Reads the snapshot.</param>
    /// <param name="start">The place of the first byte that is kept.</param>
    /// <param name="end">The place behind the last one.</param>
    public void Restore(ref SnapshotReader reader, long start, long end)
    {
        int peak = reader.Int("the most bytes of audio", 0, int.MaxValue);
        int skipped = reader.Int("the bytes before the audio", 0, BlockBytes - 1);
        ReadOnlySpan<byte> bytes = reader.Block();
        SnapshotReader.Expect(bytes.Length == end - start, "the audio that is kept", $"{end - start} bytes", bytes.Length);
        Clear(start - skipped);
        Span<byte> before = stackalloc byte[skipped]; // less than a block: the next bytes fill the same blocks as there
        before.Clear();
        Append(before);
        Append(bytes);
        DropBefore(start);
        PeakCapacity = Math.Max(peak, Capacity);
    }

    // The list moves what stays to its front: a few blocks while nothing is open, and once a segment when one ends.
    private void Return(int count)
    {
        for (int i = 0; i < count; i++)
        {
            pool.Return(_blocks[i]);
        }

        _blocks.RemoveRange(0, count);
        _origin += (long)count * BlockBytes;
        if (_blocks.Capacity > KeptCapacity && _blocks.Count <= KeptCapacity / 2)
        {
            _blocks.Capacity = KeptCapacity; // an idle stream does not keep the list of a long segment
        }
    }
}
