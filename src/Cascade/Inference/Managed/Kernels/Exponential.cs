using System.Runtime.CompilerServices;
using Cascade.Inference.Managed.Simd;

namespace Cascade.Inference.Managed.Kernels;

/// <summary>e^x, lane by lane, to about 1e-7 of the result: 2^n times the Taylor polynomial of the rest, which is at most ln(2)/2 = 0.347 either way.</summary>
internal static class Exponential<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Beyond it a logistic function is 0 or 1 in single precision; and the product of two results does not overflow.</summary>
    private const float Limit = 43;

    /// <summary>Adding 1.5 * 2^23 rounds a small number to an integer and leaves it in the low bits of the significand.</summary>
    private const float Rounder = 12582912;

    private const float Log2E = 1.44269504f;

    // ln(2) in two parts: the first has few enough bits for its product with n to be exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>e^x; for |x| beyond 43 that of 43 or -43.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // five per LSTM unit; a call would spill the caller's vectors
    public static TVector Of(TVector x)
    {
        x = TSimd.Minimum(TSimd.Broadcast(Limit), TSimd.Maximum(TSimd.Broadcast(-Limit), x));
        TVector rounder = TSimd.Broadcast(Rounder);
        TVector shifted = TSimd.MultiplyAdd(x, TSimd.Broadcast(Log2E), rounder);
        TVector n = TSimd.Subtract(shifted, rounder);
        TVector rest = TSimd.MultiplyAdd(n, TSimd.Broadcast(-Ln2High), x);
        rest = TSimd.MultiplyAdd(n, TSimd.Broadcast(-Ln2Low), rest);

        TVector sum = TSimd.Broadcast(1f / 5040);
        sum = TSimd.MultiplyAdd(sum, rest, TSimd.Broadcast(1f / 720));
        sum = TSimd.MultiplyAdd(sum, rest, TSimd.Broadcast(1f / 120));
        sum = TSimd.MultiplyAdd(sum, rest, TSimd.Broadcast(1f / 24));
        sum = TSimd.MultiplyAdd(sum, rest, TSimd.Broadcast(1f / 6));
        sum = TSimd.MultiplyAdd(sum, rest, TSimd.Broadcast(1f / 2));
        sum = TSimd.MultiplyAdd(sum, rest, TSimd.Broadcast(1));
        sum = TSimd.MultiplyAdd(sum, rest, TSimd.Broadcast(1));
        return TSimd.MultiplyByPowerOfTwo(sum, shifted);
    }
}
