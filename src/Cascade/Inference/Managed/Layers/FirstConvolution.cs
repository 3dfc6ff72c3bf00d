using System.Runtime.CompilerServices;
using Cascade.Inference.Managed.Kernels;
using Cascade.Inference.Managed.Simd;
using Cascade.Inference.ModelFile;

namespace Cascade.Inference.Managed.Layers;

/// <summary>
/// 4 columns of 129 -> 4 columns of 128, three taps, ReLU. The only layer with enough columns for Winograd's minimal filtering F(2,3), where a pair of
/// neighbouring outputs takes four products in place of six. With the inputs d0 to d3 around a pair and the taps g0 to g2, they are
/// p0 = (d0 - d2) g0, p1 = (d1 + d2) (g0 + g1 + g2) / 2, p2 = (d2 - d1) (g0 - g1 + g2) / 2 and p3 = (d1 - d3) g2, and the pair is p0 + p1 + p2 and
/// p1 - p2 - p3.
/// </summary>
/// <remarks>
/// F(4,3) would take six products in place of eight, but half as many weights again, and a stream alone waits for weights more than for products.
/// Using it for batches only would break the rule that a stream's company does not change its bits.
/// </remarks>
internal sealed class FirstConvolution<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Products = NetworkShape.FirstProducts;
    private const int InputStride = NetworkShape.BinStride;
    private const int Outputs = NetworkShape.FirstChannels;

    private readonly PanelMatrix<TSimd, TVector>[] _filters = new PanelMatrix<TSimd, TVector>[Products];

    public FirstConvolution(ConvolutionWeights weights)
    {
        for (int product = 0; product < Products; product++)
        {
            _filters[product] = PanelMatrix<TSimd, TVector>.OfConvolution(Filter(weights, product), 0, 1);
        }
    }

    public void Run(Workspace work, int frames)
    {
        for (int frame = 0; frame < frames; frame++)
        {
            CombineInputs(
                ref Unsafe.Add(ref work.Spectra.First, frame * NetworkShape.Spectra * InputStride),
                ref Unsafe.Add(ref work.FirstInputs.First, frame * NetworkShape.FirstPairs * Products * InputStride));
        }

        int pairs = frames * NetworkShape.FirstPairs;
        for (int product = 0; product < Products; product++)
        {
            Columns input = new(ref work.FirstInputs.First, product * InputStride, Products * InputStride);
            Columns output = new(ref work.FirstProducts.First, product * Outputs, Products * Outputs);
            _filters[product].Multiply(0, NetworkShape.Bins, in input, in output, pairs, Activation.None);
        }

        for (int pair = 0; pair < pairs; pair++)
        {
            SeparateOutputs(
                ref Unsafe.Add(ref work.FirstProducts.First, pair * Products * Outputs), ref Unsafe.Add(ref work.First.First, pair * 2 * Outputs));
        }
    }

    /// <summary>The weights of one product, and the bias with the one that is part of both outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs once over all weights: tier 0 would take longer than everything else of the load
    private static ConvolutionWeights Filter(ConvolutionWeights weights, int product)
    {
        float[] filter = new float[weights.Outputs * weights.Inputs];
        for (int i = 0; i < filter.Length; i++)
        {
            ReadOnlySpan<float> taps = weights.Weights.AsSpan(i * weights.Taps, weights.Taps);
            filter[i] = product switch
            {
                0 => taps[0],
                1 => (float)(((double)taps[0] + taps[1] + taps[2]) / 2),
                2 => (float)(((double)taps[0] - taps[1] + taps[2]) / 2),
                _ => taps[2],
            };
        }

        return new ConvolutionWeights(weights.Outputs, weights.Inputs, 1, filter, product == 1 ? weights.Bias : new float[weights.Outputs]);
    }

    /// <summary>The part of one frame that the filters meet: of the first pair, whose d0 is padding, then of the second, whose d3 is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // in tier 0 each vector operation is a call
    private static void CombineInputs(ref float spectra, ref float combined)
    {
        for (nuint bin = 0; bin < InputStride; bin += (nuint)TSimd.Width)
        {
            TVector x0 = TSimd.Load(in spectra, bin);
            TVector x1 = TSimd.Load(in spectra, bin + InputStride);
            TVector x2 = TSimd.Load(in spectra, bin + (2 * InputStride));
            TVector x3 = TSimd.Load(in spectra, bin + (3 * InputStride));
            TSimd.Store(TSimd.Negate(x1), ref combined, bin);
            TSimd.Store(TSimd.Add(x0, x1), ref combined, bin + InputStride);
            TSimd.Store(TSimd.Subtract(x1, x0), ref combined, bin + (2 * InputStride));
            TSimd.Store(TSimd.Subtract(x0, x2), ref combined, bin + (3 * InputStride));
            TSimd.Store(TSimd.Subtract(x1, x3), ref combined, bin + (4 * InputStride));
            TSimd.Store(TSimd.Add(x2, x3), ref combined, bin + (5 * InputStride));
            TSimd.Store(TSimd.Subtract(x3, x2), ref combined, bin + (6 * InputStride));
            TSimd.Store(x2, ref combined, bin + (7 * InputStride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // see above
    private static void SeparateOutputs(ref float products, ref float outputs)
    {
        TVector least = TSimd.Broadcast(Activation.Relu);
        for (nuint channel = 0; channel < Outputs; channel += (nuint)TSimd.Width)
        {
            TVector p0 = TSimd.Load(in products, channel);
            TVector p1 = TSimd.Load(in products, channel + Outputs);
            TVector p2 = TSimd.Load(in products, channel + (2 * Outputs));
            TVector p3 = TSimd.Load(in products, channel + (3 * Outputs));
            TSimd.Store(TSimd.Maximum(least, TSimd.Add(TSimd.Add(p0, p1), p2)), ref outputs, channel);
            TSimd.Store(TSimd.Maximum(least, TSimd.Subtract(TSimd.Subtract(p1, p2), p3)), ref outputs, channel + Outputs);
        }
    }
}
