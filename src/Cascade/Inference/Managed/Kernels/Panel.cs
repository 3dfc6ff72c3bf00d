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

    /// <summary>Loads a step of a <see cref="PackedMatrix{TSimd, TVector}"/>: the fourth vector stands in the low bytes of the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would move the weights to memory
    public static Panel<TSimd, TVector> Unpack(ref readonly float source)
    {
        nuint width = (nuint)TSimd.Width;
        TVector a = TSimd.Load(in source, 0);
        TVector b = TSimd.Load(in source, width);
        TVector c = TSimd.Load(in source, 2 * width);
        Panel<TSimd, TVector> panel;
        panel._a = TSimd.FromIntegers(a);
        panel._b = TSimd.FromIntegers(b);
        panel._c = TSimd.FromIntegers(c);
        panel._d = TSimd.FromIntegers(TSimd.LowBytes(a, b, c));
        return panel;
    }

    /// <summary>Each lane times that of another panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would move the sums to memory
    public readonly Panel<TSimd, TVector> Times(in Panel<TSimd, TVector> factors)
    {
        Panel<TSimd, TVector> panel;
        panel._a = TSimd.Multiply(_a, factors._a);
        panel._b = TSimd.Multiply(_b, factors._b);
        panel._c = TSimd.Multiply(_c, factors._c);
        panel._d = TSimd.Multiply(_d, factors._d);
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

    /// <summary>
    /// Adds one step's products to three columns, a vector of weights at a time: with the columns' inputs held, twelve sums need sixteen registers in all, which is
    /// what AVX2 has. A panel of weights held instead would need seventeen.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would move the sums to memory
    public static void AddStep(
        ref readonly float weights,
        ref Panel<TSimd, TVector> sum0, float input0,
        ref Panel<TSimd, TVector> sum1, float input1,
        ref Panel<TSimd, TVector> sum2, float input2)
    {
        nuint width = (nuint)TSimd.Width;
        TVector factor0 = TSimd.Broadcast(input0);
        TVector factor1 = TSimd.Broadcast(input1);
        TVector factor2 = TSimd.Broadcast(input2);
        TVector weight = TSimd.Load(in weights, 0);
        sum0._a = TSimd.MultiplyAdd(weight, factor0, sum0._a);
        sum1._a = TSimd.MultiplyAdd(weight, factor1, sum1._a);
        sum2._a = TSimd.MultiplyAdd(weight, factor2, sum2._a);
        weight = TSimd.Load(in weights, width);
        sum0._b = TSimd.MultiplyAdd(weight, factor0, sum0._b);
        sum1._b = TSimd.MultiplyAdd(weight, factor1, sum1._b);
        sum2._b = TSimd.MultiplyAdd(weight, factor2, sum2._b);
        weight = TSimd.Load(in weights, 2 * width);
        sum0._c = TSimd.MultiplyAdd(weight, factor0, sum0._c);
        sum1._c = TSimd.MultiplyAdd(weight, factor1, sum1._c);
        sum2._c = TSimd.MultiplyAdd(weight, factor2, sum2._c);
        weight = TSimd.Load(in weights, 3 * width);
        sum0._d = TSimd.MultiplyAdd(weight, factor0, sum0._d);
        sum1._d = TSimd.MultiplyAdd(weight, factor1, sum1._d);
        sum2._d = TSimd.MultiplyAdd(weight, factor2, sum2._d);
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
