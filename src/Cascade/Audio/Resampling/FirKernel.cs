using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Cascade.Audio.Resampling;

/// <summary>
/// Sums of products of a window of samples and a filter's row. Every sum is made in the same order, eight interleaved partial sums, whether
/// it is computed alone or together with others, so that the chunking of the input cannot show in the bits. All are compiled fully at their first call: tier by tier,
/// they would be ten times slower for the first tenth of a second of work, and for a second where there is one core.
/// </summary>
internal static class FirKernel
{
    /// <summary>Sums that <see cref="SumsOfEightWindows"/> computes.</summary>
    public const int Group = 8;

    /// <summary>Samples in a vector; rows are whole vectors.</summary>
    public static int Lanes => Vector256<float>.Count;

    /// <summary>One sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(ReadOnlySpan<float> window, ReadOnlySpan<float> row)
    {
        Debug.Assert(window.Length >= row.Length && row.Length % Lanes == 0, "Rows are whole vectors.");
        ref float x = ref MemoryMarshal.GetReference(window);
        ref float h = ref MemoryMarshal.GetReference(row);
        Vector256<float> sum = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)row.Length; i += (nuint)Lanes)
        {
            sum = MultiplyAdd(Vector256.LoadUnsafe(ref x, i), Vector256.LoadUnsafe(ref h, i), sum);
        }

        return Total(sum);
    }

    /// <summary>The sums of one window with two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (float First, float Second) SumsOfTwoRows(ReadOnlySpan<float> window, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        Debug.Assert(window.Length >= first.Length && first.Length == second.Length && first.Length % Lanes == 0, "Rows are whole vectors.");
        ref float x = ref MemoryMarshal.GetReference(window);
        ref float h0 = ref MemoryMarshal.GetReference(first);
        ref float h1 = ref MemoryMarshal.GetReference(second);
        Vector256<float> sum0 = Vector256<float>.Zero;
        Vector256<float> sum1 = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)first.Length; i += (nuint)Lanes)
        {
            Vector256<float> samples = Vector256.LoadUnsafe(ref x, i);
            sum0 = MultiplyAdd(samples, Vector256.LoadUnsafe(ref h0, i), sum0);
            sum1 = MultiplyAdd(samples, Vector256.LoadUnsafe(ref h1, i), sum1);
        }

        return (Total(sum0), Total(sum1));
    }

    /// <summary>
    /// The sums of one row with eight windows, each <paramref name="step"/> samples after the one before; the sums are written
    /// <paramref name="sumStep"/> apart. Eight, because an addition takes four cycles and two can begin in each; written out, because sums
    /// stay in registers only as locals.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumsOfEightWindows(ReadOnlySpan<float> windows, int step, ReadOnlySpan<float> row, Span<float> sums, int sumStep)
    {
        ref float x0 = ref MemoryMarshal.GetReference(windows[..(row.Length + (Group - 1) * step)]); // vectors are loaded unchecked; this is the check
        ref float x4 = ref Unsafe.Add(ref x0, 4 * step);
        ref float h = ref MemoryMarshal.GetReference(row);
        Vector256<float> sum0 = Vector256<float>.Zero;
        Vector256<float> sum1 = Vector256<float>.Zero;
        Vector256<float> sum2 = Vector256<float>.Zero;
        Vector256<float> sum3 = Vector256<float>.Zero;
        Vector256<float> sum4 = Vector256<float>.Zero;
        Vector256<float> sum5 = Vector256<float>.Zero;
        Vector256<float> sum6 = Vector256<float>.Zero;
        Vector256<float> sum7 = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)row.Length; i += (nuint)Lanes)
        {
            Vector256<float> coefficients = Vector256.LoadUnsafe(ref h, i);
            sum0 = MultiplyAdd(Vector256.LoadUnsafe(ref x0, i), coefficients, sum0);
            sum1 = MultiplyAdd(Vector256.LoadUnsafe(ref Unsafe.Add(ref x0, step), i), coefficients, sum1);
            sum2 = MultiplyAdd(Vector256.LoadUnsafe(ref Unsafe.Add(ref x0, 2 * step), i), coefficients, sum2);
            sum3 = MultiplyAdd(Vector256.LoadUnsafe(ref Unsafe.Add(ref x0, 3 * step), i), coefficients, sum3);
            sum4 = MultiplyAdd(Vector256.LoadUnsafe(ref x4, i), coefficients, sum4);
            sum5 = MultiplyAdd(Vector256.LoadUnsafe(ref Unsafe.Add(ref x4, step), i), coefficients, sum5);
            sum6 = MultiplyAdd(Vector256.LoadUnsafe(ref Unsafe.Add(ref x4, 2 * step), i), coefficients, sum6);
            sum7 = MultiplyAdd(Vector256.LoadUnsafe(ref Unsafe.Add(ref x4, 3 * step), i), coefficients, sum7);
        }

        sums = sums[..((Group - 1) * sumStep + 1)];
        sums[0] = Total(sum0);
        sums[sumStep] = Total(sum1);
        sums[2 * sumStep] = Total(sum2);
        sums[3 * sumStep] = Total(sum3);
        sums[4 * sumStep] = Total(sum4);
        sums[5 * sumStep] = Total(sum5);
        sums[6 * sumStep] = Total(sum6);
        sums[7 * sumStep] = Total(sum7);
    }

    private static float Total(Vector256<float> partial)
    {
        Vector128<float> four = partial.GetLower() + partial.GetUpper();
        Vector128<float> two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two.ToScalar() + two.GetElement(1);
    }

    private static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> h, Vector256<float> sum)
    {
        if (Fma.IsSupported)
        {
            return Fma.MultiplyAdd(x, h, sum);
        }

        return AdvSimd.IsSupported
            ? Vector256.Create(
                AdvSimd.FusedMultiplyAdd(sum.GetLower(), x.GetLower(), h.GetLower()), AdvSimd.FusedMultiplyAdd(sum.GetUpper(), x.GetUpper(), h.GetUpper()))
            : sum + x * h;
    }
}
