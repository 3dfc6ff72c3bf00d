using System.Runtime.CompilerServices;
using Cascade.Inference.Managed.Simd;

namespace Cascade.Inference.Managed.Layers;

/// <summary>
/// The magnitudes of as many windowed real transforms of 256 samples as a vector has lanes. A real transform is a complex one of half the length, over pairs of
/// samples, whose result is taken apart afterwards. The complex one has three radix-4 stages and a radix-2 stage in place, decimating in frequency.
/// </summary>
internal static class FourierTransform<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private static nuint Width => (nuint)TSimd.Width;

    /// <summary>Turns 256 rows of samples, a spectrum per lane, into 129 rows of magnitudes; the samples' rows are used up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // in tier 0 each vector operation is a call
    public static void Magnitudes(SpectrumTables tables, ref float samples, ref float magnitudes)
    {
        ApplyWindow(tables, ref samples);
        foreach (int length in SpectrumTables.Stages)
        {
            SplitInFour(tables, ref samples, length);
        }

        SplitInTwo(ref samples);
        TakeApart(tables, ref samples, ref magnitudes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see above
    private static void ApplyWindow(SpectrumTables tables, ref float samples)
    {
        float[] window = tables.Window;
        for (int n = 0; n < window.Length; n++)
        {
            nuint row = (nuint)n * Width;
            TSimd.Store(TSimd.Multiply(TSimd.Load(in samples, row), TSimd.Broadcast(window[n])), ref samples, row);
        }
    }

    /// <summary>Splits each transform of a length into four of a quarter of it: those of the frequencies 4m, 4m + 1, 4m + 2 and 4m + 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see above
    private static void SplitInFour(SpectrumTables tables, ref float samples, int length)
    {
        int quarter = length / 4;
        int turn = NetworkShape.WindowSamples / length;
        for (int j = 0; j < quarter; j++)
        {
            TVector cosine1 = TSimd.Broadcast(tables.Cosines[j * turn]);
            TVector sine1 = TSimd.Broadcast(tables.Sines[j * turn]);
            TVector cosine2 = TSimd.Broadcast(tables.Cosines[2 * j * turn]);
            TVector sine2 = TSimd.Broadcast(tables.Sines[2 * j * turn]);
            TVector cosine3 = TSimd.Broadcast(tables.Cosines[3 * j * turn]);
            TVector sine3 = TSimd.Broadcast(tables.Sines[3 * j * turn]);
            for (int first = j; first < SpectrumTables.Points; first += length)
            {
                var x0 = Complex<TSimd, TVector>.Load(in samples, first);
                var x1 = Complex<TSimd, TVector>.Load(in samples, first + quarter);
                var x2 = Complex<TSimd, TVector>.Load(in samples, first + (2 * quarter));
                var x3 = Complex<TSimd, TVector>.Load(in samples, first + (3 * quarter));
                var evenSum = x0.Add(x2);
                var evenDifference = x0.Subtract(x2);
                var oddSum = x1.Add(x3);
                var oddDifference = x1.Subtract(x3);
                evenSum.Add(oddSum).Store(ref samples, first);
                evenDifference.AddQuarterBack(oddDifference).TurnedBack(cosine1, sine1).Store(ref samples, first + quarter);
                evenSum.Subtract(oddSum).TurnedBack(cosine2, sine2).Store(ref samples, first + (2 * quarter));
                evenDifference.SubtractQuarterBack(oddDifference).TurnedBack(cosine3, sine3).Store(ref samples, first + (3 * quarter));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see above
    private static void SplitInTwo(ref float samples)
    {
        for (int first = 0; first < SpectrumTables.Points; first += 2)
        {
            var x0 = Complex<TSimd, TVector>.Load(in samples, first);
            var x1 = Complex<TSimd, TVector>.Load(in samples, first + 1);
            x0.Add(x1).Store(ref samples, first);
            x0.Subtract(x1).Store(ref samples, first + 1);
        }
    }

    /// <summary>
    /// With z the complex transform and z' its conjugate at 128 - k, both halved, the even samples' spectrum is z + z' and the odd ones' -i (z - z'). The real
    /// transform at k is even + odd turned back by k; at 128 - k it is the conjugate of even - odd turned back by k.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see above
    private static void TakeApart(SpectrumTables tables, ref float points, ref float magnitudes)
    {
        const int half = SpectrumTables.Points / 2;
        int[] positions = tables.Positions;
        for (int k = 0; k <= half; k++)
        {
            int mirror = SpectrumTables.Points - k;
            var z = Complex<TSimd, TVector>.Load(in points, positions[k]);
            var mirrored = Complex<TSimd, TVector>.Load(in points, positions[mirror % SpectrumTables.Points]);
            var even = z.AddConjugate(mirrored);
            var odd = z.SubtractConjugate(mirrored).TurnedBack(TSimd.Broadcast(tables.Cosines[k]), TSimd.Broadcast(tables.Sines[k]));
            TSimd.Store(even.AddQuarterBack(odd).Magnitude(), ref magnitudes, (nuint)k * Width);
            TSimd.Store(even.SubtractQuarterBack(odd).Magnitude(), ref magnitudes, (nuint)mirror * Width);
        }
    }
}
