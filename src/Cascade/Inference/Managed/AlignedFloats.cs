using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cascade.Inference.Managed;

/// <summary>Floats, zero at first, that begin at a cache line and never move: a 64-byte vector that straddles two lines costs two loads.</summary>
internal sealed class AlignedFloats
{
    private const int LineFloats = 16;
    private const int LineBytes = LineFloats * sizeof(float);

    private readonly float[] _array;
    private readonly int _offset;

    public AlignedFloats(int length)
    {
        _array = GC.AllocateArray<float>(length + LineFloats - 1, pinned: true);
        int beyondLine = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0) & (LineBytes - 1));
        _offset = (LineBytes - beyondLine) % LineBytes / sizeof(float);
        Length = length;
    }

    public int Length { get; }

    public ref float First => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _offset);

    public Span<float> Span => _array.AsSpan(_offset, Length);
}
