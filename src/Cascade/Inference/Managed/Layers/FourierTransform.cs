using System.Runtime.CompilerServices;
using Cascade.Inference.Managed.Simd;

namespace Cascade.Inference.Managed.Layers;

/// <summary>
/// The magnitudes of as many real transforms of 256 samples as a vector has lanes. A real transform is a complex one of half the length, over pairs of samples,
/// whose result is taken apart afterwards. The complex one works in place: two radix-4 stages, then eights, decimating in frequency.
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
        SplitInFour(tables, ref samples, SpectrumTables.Points);
        SplitInFour(tables, ref samples, SpectrumTables.Points / 4);
        SplitEights(tables, ref samples);
        TakeApart(tables, ref samples, ref magnitudes);
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
                TransformFour(ref x0, ref x1, ref x2, ref x3);
                x0.Store(ref samples, first);
                x1.TurnedBack(cosine1, sine1).Store(ref samples, first + quarter);
                x2.TurnedBack(cosine2, sine2).Store(ref samples, first + (2 * quarter));
                x3.TurnedBack(cosine3, sine3).Store(ref samples, first + (3 * quarter));
            }
        }
    }

    /// <summary>Finishes the transforms of eight in registers: splits each in four, and the pairs that this leaves in two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see above
    private static void SplitEights(SpectrumTables tables, ref float samples)
    {
        const int turn = NetworkShape.WindowSamples / 8;
        TVector cosine1 = TSimd.Broadcast(tables.Cosines[turn]);
        TVector sine1 = TSimd.Broadcast(tables.Sines[turn]);
        TVector cosine3 = TSimd.Broadcast(tables.Cosines[3 * turn]);
        TVector sine3 = TSimd.Broadcast(tables.Sines[3 * turn]);
        for (int first = 0; first < SpectrumTables.Points; first += 8)
        {
            var x0 = Complex<TSimd, TVector>.Load(in samples, first);
            var x2 = Complex<TSimd, TVector>.Load(in samples, first + 2);
            var x4 = Complex<TSimd, TVector>.Load(in samples, first + 4);
            var x6 = Complex<TSimd, TVector>.Load(in samples, first + 6);
            TransformFour(ref x0, ref x2, ref x4, ref x6);
            var x1 = Complex<TSimd, TVector>.Load(in samples, first + 1);
            var x3 = Complex<TSimd, TVector>.Load(in samples, first + 3);
            var x5 = Complex<TSimd, TVector>.Load(in samples, first + 5);
            var x7 = Complex<TSimd, TVector>.Load(in samples, first + 7);
            TransformFour(ref x1, ref x3, ref x5, ref x7);
            x3 = x3.TurnedBack(cosine1, sine1);
            x7 = x7.TurnedBack(cosine3, sine3);
            x0.Add(x1).Store(ref samples, first);
            x0.Subtract(x1).Store(ref samples, first + 1);
            x2.Add(x3).Store(ref samples, first + 2);
            x2.Subtract(x3).Store(ref samples, first + 3);
            x4.AddQuarterBack(x5).Store(ref samples, first + 4);
            x4.SubtractQuarterBack(x5).Store(ref samples, first + 5);
            x6.Add(x7).Store(ref samples, first + 6);
            x6.Subtract(x7).Store(ref samples, first + 7);
        }
    }

    /// <summary>A transform of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // a call would put the eight vectors into memory
    private static void TransformFour(
        ref Complex<TSimd, TVector> x0, ref Complex<TSimd, TVector> x1, ref Complex<TSimd, TVector> x2, ref Complex<TSimd, TVector> x3)
    {
        var evenSum = x0.Add(x2);
        var evenDifference = x0.Subtract(x2);
        var oddSum = x1.Add(x3);
        var oddDifference = x1.Subtract(x3);
        x0 = evenSum.Add(oddSum);
        x1 = evenDifference.AddQuarterBack(oddDifference);
        x2 = evenSum.Subtract(oddSum);
        x3 = evenDifference.SubtractQuarterBack(oddDifference);
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
