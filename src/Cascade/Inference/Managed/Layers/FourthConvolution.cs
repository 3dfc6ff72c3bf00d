using Cascade.Inference.Managed.Kernels;
using Cascade.Inference.Managed.Simd;
using Cascade.Inference.ModelFile;

namespace Cascade.Inference.Managed.Layers;

/// <summary>
/// 1 column of 64 -> 1 column of 128, three taps, ReLU. Only the middle tap ever meets more than padding. The column is written where the recurrence
/// reads it, in front of h.
/// </summary>
internal sealed class FourthConvolution<TSimd, TVector>(ConvolutionWeights weights)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly PanelMatrix<TSimd, TVector> _matrix = PanelMatrix<TSimd, TVector>.OfConvolution(weights, 1, 1);

    public void Run(Workspace work, int frames)
    {
        Columns input = new(ref work.Third.First, 0, NetworkShape.ThirdChannels);
        Columns output = new(ref work.Recurrent.First, 0, NetworkShape.RecurrentInputs);
        _matrix.Multiply(0, NetworkShape.ThirdChannels, in input, in output, frames, Activation.Relu);
    }
}
