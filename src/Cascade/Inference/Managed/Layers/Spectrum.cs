using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cascade.Inference.Managed.Kernels;
using Cascade.Inference.Managed.Simd;

namespace Cascade.Inference.Managed.Layers;

/// <summary>
/// 576 samples -> 4 columns of 129 magnitudes. Mirrors the last samples to make it 640, and takes the windowed Fourier transform of 256 every 128. A lane
/// computes a column, so vectors of four lanes take one frame, wider ones two or four frames at a time.
/// </summary>
internal sealed class Spectrum(float[] window, int width)
{
    private const int Columns = NetworkShape.Spectra;
    private const int WholeBlocks = NetworkShape.Bins - 1;

    private readonly SpectrumTables _tables = new(window);

    public void Run(Workspace work, int frames)
    {
        int frame = 0;
        for (; width == Simd512.Width && frame + 4 <= frames; frame += 4)
        {
            Group<Simd512, Vector512<float>>(work, frame);
        }

        for (; width >= Simd256.Width && frame + 2 <= frames; frame += 2)
        {
            Group<Simd256, Vector256<float>>(work, frame);
        }

        for (; frame < frames; frame++)
        {
            Group<Simd128, Vector128<float>>(work, frame);
        }
    }

    private void Group<TSimd, TVector>(Workspace work, int first)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        ref float rows = ref work.Transform.First;
        ref float magnitudes = ref Unsafe.Add(ref rows, NetworkShape.WindowSamples * TSimd.Width);
        for (int lane = 0; lane < TSimd.Width; lane += Columns)
        {
            Span<float> samples = work.Padded(first + (lane / Columns));
            Mirror(samples);
            ToLanes(ref samples[0], ref _tables.Window[0], ref Unsafe.Add(ref rows, lane), (nuint)TSimd.Width);
        }

        FourierTransform<TSimd, TVector>.Magnitudes(_tables, ref rows, ref magnitudes);
        for (int lane = 0; lane < TSimd.Width; lane += Columns)
        {
            ref float columns = ref Unsafe.Add(ref work.Spectra.First, (first + (lane / Columns)) * Columns * NetworkShape.BinStride);
            ToColumns(ref Unsafe.Add(ref magnitudes, lane), (nuint)TSimd.Width, ref columns);
        }
    }

    /// <summary>Mirrors at the last sample, which is not repeated.</summary>
    private static void Mirror(Span<float> samples)
    {
        const int last = SileroNetwork.InputSamples - 1;
        samples.Slice(last - NetworkShape.PadSamples, NetworkShape.PadSamples).CopyTo(samples[SileroNetwork.InputSamples..]);
        samples[SileroNetwork.InputSamples..].Reverse();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // in tier 0 each vector operation is a call
    private static void ToLanes(ref float samples, ref float window, ref float rows, nuint width)
    {
        for (nuint n = 0; n < NetworkShape.WindowSamples; n += 4)
        {
            Vector128<float> factors = Vector128.LoadUnsafe(ref window, n);
            Transposition.FourByFour(
                Vector128.LoadUnsafe(ref samples, n) * factors,
                Vector128.LoadUnsafe(ref samples, n + NetworkShape.HopSamples) * factors,
                Vector128.LoadUnsafe(ref samples, n + (2 * NetworkShape.HopSamples)) * factors,
                Vector128.LoadUnsafe(ref samples, n + (3 * NetworkShape.HopSamples)) * factors,
                ref Unsafe.Add(ref rows, n * width),
                width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see above
    private static void ToColumns(ref float magnitudes, nuint width, ref float columns)
    {
        for (nuint bin = 0; bin < WholeBlocks; bin += 4)
        {
            Transposition.FourByFour(
                Vector128.LoadUnsafe(ref magnitudes, bin * width),
                Vector128.LoadUnsafe(ref magnitudes, (bin + 1) * width),
                Vector128.LoadUnsafe(ref magnitudes, (bin + 2) * width),
                Vector128.LoadUnsafe(ref magnitudes, (bin + 3) * width),
                ref Unsafe.Add(ref columns, bin),
                NetworkShape.BinStride);
        }

        for (nuint column = 0; column < Columns; column++)
        {
            Unsafe.Add(ref columns, (column * NetworkShape.BinStride) + WholeBlocks) = Unsafe.Add(ref magnitudes, (WholeBlocks * width) + column);
        }
    }
}
