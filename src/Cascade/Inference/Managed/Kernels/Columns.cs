using System.Runtime.CompilerServices;

namespace Cascade.Inference.Managed.Kernels;

/// <summary>Columns of equal distance in a buffer.</summary>
internal readonly ref struct Columns
{
    public readonly ref float First;

    /// <summary>Floats from a column to the next.</summary>
    public readonly int Stride;

    public Columns(ref float buffer, int offset, int stride)
    {
        First = ref Unsafe.Add(ref buffer, offset);
        Stride = stride;
    }
}
