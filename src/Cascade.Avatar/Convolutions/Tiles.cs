using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cascade.Avatar.Convolutions;

/// <summary>One output of one tap: a product.</summary>
internal readonly struct Tile1Of1 : ITile
{
    public static int Size => 1;

    public static int Taps => 1;

    public static int Points => 1;

    public static ReadOnlySpan<float> TapTransform => [1];

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would cost more than the arithmetic
    public static void ToPoints(ref float source, nuint from, ref float target, nuint to)
    {
        var d0 = Vector256.LoadUnsafe(ref source, 0);
        d0.StoreUnsafe(ref target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would cost more than the arithmetic
    public static void ToOutputs(ref float source, nuint from, ref float target, nuint to)
    {
        var p0 = Vector256.LoadUnsafe(ref source, 0);
        p0.StoreUnsafe(ref target);
    }
}

/// <summary>One output of two taps: two products.</summary>
internal readonly struct Tile1Of2 : ITile
{
    public static int Size => 1;

    public static int Taps => 2;

    public static int Points => 2;

    public static ReadOnlySpan<float> TapTransform => [1, 0, 0, 1];

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would cost more than the arithmetic
    public static void ToPoints(ref float source, nuint from, ref float target, nuint to)
    {
        var d0 = Vector256.LoadUnsafe(ref source, 0);
        var d1 = Vector256.LoadUnsafe(ref source, from);
        d0.StoreUnsafe(ref target);
        d1.StoreUnsafe(ref target, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would cost more than the arithmetic
    public static void ToOutputs(ref float source, nuint from, ref float target, nuint to)
    {
        var p0 = Vector256.LoadUnsafe(ref source, 0);
        var p1 = Vector256.LoadUnsafe(ref source, from);
        (p0 + p1).StoreUnsafe(ref target);
    }
}

/// <summary>Four outputs of two taps by five products instead of eight: points 0, 1, -1, 2 and infinity.</summary>
internal readonly struct Tile4Of2 : ITile
{
    public static int Size => 4;

    public static int Taps => 2;

    public static int Points => 5;

    public static ReadOnlySpan<float> TapTransform => [1f / 2, 0, -1f / 2, -1f / 2, -1f / 6, 1f / 6, 1f / 6, 1f / 3, 0, 1];

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would cost more than the arithmetic
    public static void ToPoints(ref float source, nuint from, ref float target, nuint to)
    {
        var d0 = Vector256.LoadUnsafe(ref source, 0);
        var d1 = Vector256.LoadUnsafe(ref source, from);
        var d2 = Vector256.LoadUnsafe(ref source, 2 * from);
        var d3 = Vector256.LoadUnsafe(ref source, 3 * from);
        var d4 = Vector256.LoadUnsafe(ref source, 4 * from);
        var d31 = d3 - d1;
        Vector256.MultiplyAddEstimate(Vector256.Create(2f), d0 - d2, d31).StoreUnsafe(ref target);
        (d31 - d1 - d2).StoreUnsafe(ref target, to);
        Vector256.MultiplyAddEstimate(Vector256.Create(2f), d1 - d2, d3 - d2).StoreUnsafe(ref target, 2 * to);
        d31.StoreUnsafe(ref target, 3 * to);
        Vector256.MultiplyAddEstimate(Vector256.Create(-2f), d31, d4 - d2).StoreUnsafe(ref target, 4 * to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would cost more than the arithmetic
    public static void ToOutputs(ref float source, nuint from, ref float target, nuint to)
    {
        var p0 = Vector256.LoadUnsafe(ref source, 0);
        var p1 = Vector256.LoadUnsafe(ref source, from);
        var p2 = Vector256.LoadUnsafe(ref source, 2 * from);
        var p3 = Vector256.LoadUnsafe(ref source, 3 * from);
        var p4 = Vector256.LoadUnsafe(ref source, 4 * from);
        var sum = p1 + p2;
        var difference = p1 - p2;
        (p0 + p3 + sum).StoreUnsafe(ref target);
        Vector256.MultiplyAddEstimate(Vector256.Create(2f), p3, difference).StoreUnsafe(ref target, to);
        Vector256.MultiplyAddEstimate(Vector256.Create(4f), p3, sum).StoreUnsafe(ref target, 2 * to);
        Vector256.MultiplyAddEstimate(Vector256.Create(8f), p3, difference + p4).StoreUnsafe(ref target, 3 * to);
    }
}

/// <summary>Two outputs of three taps by four products instead of six: points 0, 1, -1 and infinity.</summary>
internal readonly struct Tile2Of3 : ITile
{
    public static int Size => 2;

    public static int Taps => 3;

    public static int Points => 4;

    public static ReadOnlySpan<float> TapTransform => [1, 0, 0, 1f / 2, 1f / 2, 1f / 2, 1f / 2, -1f / 2, 1f / 2, 0, 0, 1];

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would cost more than the arithmetic
    public static void ToPoints(ref float source, nuint from, ref float target, nuint to)
    {
        var d0 = Vector256.LoadUnsafe(ref source, 0);
        var d1 = Vector256.LoadUnsafe(ref source, from);
        var d2 = Vector256.LoadUnsafe(ref source, 2 * from);
        var d3 = Vector256.LoadUnsafe(ref source, 3 * from);
        (d0 - d2).StoreUnsafe(ref target);
        (d1 + d2).StoreUnsafe(ref target, to);
        (d2 - d1).StoreUnsafe(ref target, 2 * to);
        (d3 - d1).StoreUnsafe(ref target, 3 * to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would cost more than the arithmetic
    public static void ToOutputs(ref float source, nuint from, ref float target, nuint to)
    {
        var p0 = Vector256.LoadUnsafe(ref source, 0);
        var p1 = Vector256.LoadUnsafe(ref source, from);
        var p2 = Vector256.LoadUnsafe(ref source, 2 * from);
        var p3 = Vector256.LoadUnsafe(ref source, 3 * from);
        (p0 + p1 + p2).StoreUnsafe(ref target);
        (p1 - p2 + p3).StoreUnsafe(ref target, to);
    }
}

/// <summary>Four outputs of three taps by six products instead of twelve: points 0, 1, -1, 2, -2 and infinity.</summary>
internal readonly struct Tile4Of3 : ITile
{
    public static int Size => 4;

    public static int Taps => 3;

    public static int Points => 6;

    public static ReadOnlySpan<float> TapTransform => [1f / 4, 0, 0, -1f / 6, -1f / 6, -1f / 6, -1f / 6, 1f / 6, -1f / 6, 1f / 24, 1f / 12, 1f / 6, 1f / 24, -1f / 12, 1f / 6, 0, 0, 1];

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would cost more than the arithmetic
    public static void ToPoints(ref float source, nuint from, ref float target, nuint to)
    {
        var d0 = Vector256.LoadUnsafe(ref source, 0);
        var d1 = Vector256.LoadUnsafe(ref source, from);
        var d2 = Vector256.LoadUnsafe(ref source, 2 * from);
        var d3 = Vector256.LoadUnsafe(ref source, 3 * from);
        var d4 = Vector256.LoadUnsafe(ref source, 4 * from);
        var d5 = Vector256.LoadUnsafe(ref source, 5 * from);
        var d42 = d4 - d2;
        var d31 = d3 - d1;
        var even = Vector256.MultiplyAddEstimate(Vector256.Create(-4f), d2, d4);
        var odd = Vector256.MultiplyAddEstimate(Vector256.Create(-4f), d1, d3);
        Vector256.MultiplyAddEstimate(Vector256.Create(4f), d0 - d2, d42).StoreUnsafe(ref target);
        (even + odd).StoreUnsafe(ref target, to);
        (even - odd).StoreUnsafe(ref target, 2 * to);
        (d42 + d31 + d31).StoreUnsafe(ref target, 3 * to);
        (d42 - d31 - d31).StoreUnsafe(ref target, 4 * to);
        Vector256.MultiplyAddEstimate(Vector256.Create(4f), d1 - d3, d5 - d3).StoreUnsafe(ref target, 5 * to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would cost more than the arithmetic
    public static void ToOutputs(ref float source, nuint from, ref float target, nuint to)
    {
        var p0 = Vector256.LoadUnsafe(ref source, 0);
        var p1 = Vector256.LoadUnsafe(ref source, from);
        var p2 = Vector256.LoadUnsafe(ref source, 2 * from);
        var p3 = Vector256.LoadUnsafe(ref source, 3 * from);
        var p4 = Vector256.LoadUnsafe(ref source, 4 * from);
        var p5 = Vector256.LoadUnsafe(ref source, 5 * from);
        var sum = p1 + p2;
        var difference = p1 - p2;
        var farSum = p3 + p4;
        var farDifference = p3 - p4;
        (p0 + sum + farSum).StoreUnsafe(ref target);
        Vector256.MultiplyAddEstimate(Vector256.Create(2f), farDifference, difference).StoreUnsafe(ref target, to);
        Vector256.MultiplyAddEstimate(Vector256.Create(4f), farSum, sum).StoreUnsafe(ref target, 2 * to);
        Vector256.MultiplyAddEstimate(Vector256.Create(8f), farDifference, difference + p5).StoreUnsafe(ref target, 3 * to);
    }
}

/// <summary>Six outputs of three taps by eight products instead of eighteen: points 0, 1, -1, 2, -2, 1/2, -1/2 and infinity.</summary>
internal readonly struct Tile6Of3 : ITile
{
    public static int Size => 6;

    public static int Taps => 3;

    public static int Points => 8;

    public static ReadOnlySpan<float> TapTransform =>
    [
        1, 0, 0, -2f / 9, -2f / 9, -2f / 9, -2f / 9, 2f / 9, -2f / 9, 1f / 90, 1f / 45, 2f / 45, 1f / 90, -1f / 45, 2f / 45, 32f / 45, 16f / 45, 8f / 45, 32f / 45, -16f / 45, 8f / 45, 0, 0, 1
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would cost more than the arithmetic
    public static void ToPoints(ref float source, nuint from, ref float target, nuint to)
    {
        var d1 = Vector256.LoadUnsafe(ref source, from);
        var d2 = Vector256.LoadUnsafe(ref source, 2 * from);
        var d3 = Vector256.LoadUnsafe(ref source, 3 * from);
        var d4 = Vector256.LoadUnsafe(ref source, 4 * from);
        var d5 = Vector256.LoadUnsafe(ref source, 5 * from);
        var d6 = Vector256.LoadUnsafe(ref source, 6 * from);
        var even1 = Vector256.MultiplyAddEstimate(Vector256.Create(-4.25f), d4, d2 + d6);
        var odd1 = Vector256.MultiplyAddEstimate(Vector256.Create(-4.25f), d3, d1 + d5);
        var even2 = Vector256.MultiplyAddEstimate(Vector256.Create(-1.25f), d4, Vector256.MultiplyAddEstimate(Vector256.Create(0.25f), d2, d6));
        var odd2 = Vector256.MultiplyAddEstimate(Vector256.Create(-2.5f), d3, Vector256.MultiplyAddEstimate(Vector256.Create(0.5f), d1, d5 + d5));
        var even3 = Vector256.MultiplyAddEstimate(Vector256.Create(-5f), d4, Vector256.MultiplyAddEstimate(Vector256.Create(4f), d2, d6));
        var odd3 = Vector256.MultiplyAddEstimate(Vector256.Create(-2.5f), d3, Vector256.MultiplyAddEstimate(Vector256.Create(0.5f), d5, d1 + d1));
        Vector256.MultiplyAddEstimate(Vector256.Create(5.25f), d4 - d2, Vector256.LoadUnsafe(ref source) - d6).StoreUnsafe(ref target);
        (even1 + odd1).StoreUnsafe(ref target, to);
        (even1 - odd1).StoreUnsafe(ref target, 2 * to);
        (even2 + odd2).StoreUnsafe(ref target, 3 * to);
        (even2 - odd2).StoreUnsafe(ref target, 4 * to);
        (even3 + odd3).StoreUnsafe(ref target, 5 * to);
        (even3 - odd3).StoreUnsafe(ref target, 6 * to);
        Vector256.MultiplyAddEstimate(Vector256.Create(5.25f), d3 - d5, Vector256.LoadUnsafe(ref source, 7 * from) - d1).StoreUnsafe(ref target, 7 * to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would cost more than the arithmetic
    public static void ToOutputs(ref float source, nuint from, ref float target, nuint to)
    {
        var p1 = Vector256.LoadUnsafe(ref source, from);
        var p2 = Vector256.LoadUnsafe(ref source, 2 * from);
        var p3 = Vector256.LoadUnsafe(ref source, 3 * from);
        var p4 = Vector256.LoadUnsafe(ref source, 4 * from);
        var p5 = Vector256.LoadUnsafe(ref source, 5 * from);
        var p6 = Vector256.LoadUnsafe(ref source, 6 * from);
        var (sum1, sum2, sum3) = (p1 + p2, p3 + p4, p5 + p6);
        var (difference1, difference2, difference3) = (p1 - p2, p3 - p4, p5 - p6);
        (Vector256.LoadUnsafe(ref source) + sum1 + sum2 + sum3).StoreUnsafe(ref target);
        Sum(difference1, 2, difference2, 1f / 2, difference3).StoreUnsafe(ref target, to);
        Sum(sum1, 4, sum2, 1f / 4, sum3).StoreUnsafe(ref target, 2 * to);
        Sum(difference1, 8, difference2, 1f / 8, difference3).StoreUnsafe(ref target, 3 * to);
        Sum(sum1, 16, sum2, 1f / 16, sum3).StoreUnsafe(ref target, 4 * to);
        (Sum(difference1, 32, difference2, 1f / 32, difference3) + Vector256.LoadUnsafe(ref source, 7 * from)).StoreUnsafe(ref target, 5 * to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // as above
    private static Vector256<float> Sum(Vector256<float> a, float second, Vector256<float> b, float third, Vector256<float> c) =>
        Vector256.MultiplyAddEstimate(Vector256.Create(third), c, Vector256.MultiplyAddEstimate(Vector256.Create(second), b, a));
}
