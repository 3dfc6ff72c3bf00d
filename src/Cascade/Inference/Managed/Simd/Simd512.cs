using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cascade.Inference.Managed.Simd;

/// <summary>Sixteen lanes: AVX-512.</summary>
internal readonly struct Simd512 : ISimd<Vector512<float>>
{
    // Every operation is inlined: it is one or two instructions, and a call would cost ten times that.
    private const int SignificandBits = 23;

    public static int Width => 16;

    public static int RegisterColumns => 6;

    public static bool UnpacksWeights => Avx512Vbmi.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref readonly float source, nuint offset) => Vector512.LoadUnsafe(in source, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref float destination, nuint offset) => value.StoreUnsafe(ref destination, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> left, Vector512<float> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Negate(Vector512<float> value) => -value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> left, Vector512<float> right) => left / right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Avx512F.FusedMultiplyAdd(left, right, addend);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Minimum(Vector512<float> limit, Vector512<float> value) =>
        Avx512F.Min(limit, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Maximum(Vector512<float> limit, Vector512<float> value) =>
        Avx512F.Max(limit, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SquareRoot(Vector512<float> value) => Vector512.Sqrt(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyByPowerOfTwo(Vector512<float> value, Vector512<float> exponent) =>
        (value.AsInt32() + Vector512.ShiftLeft(exponent.AsInt32(), SignificandBits)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> FromIntegers(Vector512<float> integers) => Avx512F.ConvertToVector512Single(integers.AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LowBytes(Vector512<float> a, Vector512<float> b, Vector512<float> c)
    {
        // The places of an integer's bytes, the lowest first: up to 0x3F in the first vector, from 0x40 on in the second.
        Vector512<byte> ofAAndB = Vector512.Create(
            0x00400000u, 0x04440000, 0x08480000, 0x0C4C0000, 0x10500000, 0x14540000, 0x18580000, 0x1C5C0000,
            0x20600000, 0x24640000, 0x28680000, 0x2C6C0000, 0x30700000, 0x34740000, 0x38780000, 0x3C7C0000).AsByte();
        Vector512<byte> ofBothAndC = Vector512.Create(
            0x03024040u, 0x07064444, 0x0B0A4848, 0x0F0E4C4C, 0x13125050, 0x17165454, 0x1B1A5858, 0x1F1E5C5C,
            0x23226060, 0x27266464, 0x2B2A6868, 0x2F2E6C6C, 0x33327070, 0x37367474, 0x3B3A7878, 0x3F3E7C7C).AsByte();
        Vector512<byte> both = Avx512Vbmi.PermuteVar64x8x2(a.AsByte(), ofAAndB, b.AsByte());
        return Avx512Vbmi.PermuteVar64x8x2(both, ofBothAndC, c.AsByte()).AsSingle();
    }
}
