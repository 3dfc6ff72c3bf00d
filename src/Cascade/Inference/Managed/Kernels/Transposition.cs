using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Cascade.Inference.Managed.Kernels;

/// <summary>Turns rows into columns, a block of four by four at a time.</summary>
internal static class Transposition
{
    /// <summary>Writes the rows' first lanes to the destination, their second lanes to the next row there, and so on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // twelve instructions in loops of sixty-four rounds
    public static void FourByFour(
        Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, ref float destination, nuint stride)
    {
        Vector128<float> acLow = UnpackLow(a, c);
        Vector128<float> acHigh = UnpackHigh(a, c);
        Vector128<float> bdLow = UnpackLow(b, d);
        Vector128<float> bdHigh = UnpackHigh(b, d);
        UnpackLow(acLow, bdLow).StoreUnsafe(ref destination);
        UnpackHigh(acLow, bdLow).StoreUnsafe(ref destination, stride);
        UnpackLow(acHigh, bdHigh).StoreUnsafe(ref destination, 2 * stride);
        UnpackHigh(acHigh, bdHigh).StoreUnsafe(ref destination, 3 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // one instruction
    private static Vector128<float> UnpackLow(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackLow(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(left, right)
        : Vector128.Create(left[0], right[0], left[1], right[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // one instruction
    private static Vector128<float> UnpackHigh(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackHigh(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(left, right)
        : Vector128.Create(left[2], right[2], left[3], right[3]);
}
