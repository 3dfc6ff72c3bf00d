using System.Runtime.CompilerServices;
using Cascade.Inference.Managed.Simd;

namespace Cascade.Inference.Managed.Kernels;

/// <summary>
/// Four vectors of neighbouring rows: the weights of one k, or one column's sums. The JIT keeps each of the four in a register of its own as long as nothing
/// takes the panel's address, hence the inlining.
/// </summary>
internal struct Panel<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Vectors in a panel.</summary>
    public const int Vectors = 4;

    private TVector _a;
    private TVector _b;
    private TVector _c;
    private TVector _d;

    /// <summary>Rows in a panel.</summary>
    public static int Rows => Vectors * TSimd.Width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would move the sums to memory
    public static Panel<TSimd, TVector> Load(ref readonly float source, nuint offset)
    {
        nuint width = (nuint)TSimd.Width;
        Panel<TSimd, TVector> panel;
        panel._a = TSimd.Load(in source, offset);
        panel._b = TSimd.Load(in source, offset + width);
        panel._c = TSimd.Load(in source, offset + (2 * width));
        panel._d = TSimd.Load(in source, offset + (3 * width));
        return panel;
    }

    /// <summary>Adds the products of the weights with one column's input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would move the sums to memory
    public void Add(in Panel<TSimd, TVector> weights, float input)
    {
        TVector factor = TSimd.Broadcast(input);
        _a = TSimd.MultiplyAdd(weights._a, factor, _a);
        _b = TSimd.MultiplyAdd(weights._b, factor, _b);
        _c = TSimd.MultiplyAdd(weights._c, factor, _c);
        _d = TSimd.MultiplyAdd(weights._d, factor, _d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would move the sums to memory
    public readonly void Store(float floor, ref float destination, nuint offset)
    {
        nuint width = (nuint)TSimd.Width;
        TVector least = TSimd.Broadcast(floor);
        TSimd.Store(TSimd.Maximum(least, _a), ref destination, offset);
        TSimd.Store(TSimd.Maximum(least, _b), ref destination, offset + width);
        TSimd.Store(TSimd.Maximum(least, _c), ref destination, offset + (2 * width));
        TSimd.Store(TSimd.Maximum(least, _d), ref destination, offset + (3 * width));
    }
}
