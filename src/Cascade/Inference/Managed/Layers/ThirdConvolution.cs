using Cascade.Inference.Managed.Kernels;
using Cascade.Inference.Managed.Simd;
using Cascade.Inference.ModelFile;

namespace Cascade.Inference.Managed.Layers;

/// <summary>2 columns of 64 -> 1 column of 64, three taps, stride two, ReLU. The first tap would only meet padding and is left out.</summary>
internal sealed class ThirdConvolution<TSimd, TVector>(ConvolutionWeights weights)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Terms = NetworkShape.SecondColumns * NetworkShape.SecondChannels;

    private readonly PanelMatrix<TSimd, TVector> _matrix = PanelMatrix<TSimd, TVector>.OfConvolution(weights, 1, 2);

    public void Run(Workspace work, int frames)
    {
        Columns input = new(ref work.Second.First, 0, Terms);
        Columns output = new(ref work.Third.First, 0, NetworkShape.ThirdChannels);
        _matrix.Multiply(0, Terms, in input, in output, frames, Activation.Relu);
    }
}
