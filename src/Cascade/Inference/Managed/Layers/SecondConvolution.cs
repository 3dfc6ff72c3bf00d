using Cascade.Inference.Managed.Kernels;
using Cascade.Inference.Managed.Simd;
using Cascade.Inference.ModelFile;

namespace Cascade.Inference.Managed.Layers;

/// <summary>
/// 4 columns of 128 -> 2 columns of 64, three taps, stride two, ReLU. The outputs are centred on the inputs 0 and 2; input 0 has no left neighbour.
/// </summary>
internal sealed class SecondConvolution<TSimd, TVector>(ConvolutionWeights weights)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Inputs = NetworkShape.FirstChannels;
    private const int Outputs = NetworkShape.SecondChannels;

    private readonly PanelMatrix<TSimd, TVector> _matrix = PanelMatrix<TSimd, TVector>.OfConvolution(weights, 0, NetworkShape.Taps);

    public void Run(Workspace work, int frames)
    {
        const int columns = NetworkShape.SecondColumns;
        Columns all = new(ref work.Second.First, 0, Outputs);
        _matrix.StoreBias(in all, frames * columns);

        Columns leftOfSecond = new(ref work.First.First, Inputs, NetworkShape.Spectra * Inputs);
        Columns second = new(ref work.Second.First, Outputs, columns * Outputs);
        _matrix.MultiplyOnto(0, Inputs, in leftOfSecond, in second, frames, Activation.None);

        // The middle tap's column and the right one's stand side by side, and so do the pairs of all outputs.
        Columns pairs = new(ref work.First.First, 0, 2 * Inputs);
        _matrix.MultiplyOnto(Inputs, 2 * Inputs, in pairs, in all, frames * columns, Activation.Relu);
    }
}
