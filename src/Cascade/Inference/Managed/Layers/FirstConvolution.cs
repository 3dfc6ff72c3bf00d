using Cascade.Inference.Managed.Kernels;
using Cascade.Inference.Managed.Simd;
using Cascade.Inference.ModelFile;

namespace Cascade.Inference.Managed.Layers;

/// <summary>
/// 4 columns of 129 -> 4 columns of 128, three taps, ReLU. The first column has no left neighbour and the last no right one, so two of the twelve taps meet
/// only padding and are left out.
/// </summary>
internal sealed class FirstConvolution<TSimd, TVector>(ConvolutionWeights weights)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Inputs = NetworkShape.Bins;
    private const int Outputs = NetworkShape.FirstChannels;
    private const int FrameInputs = NetworkShape.Spectra * Inputs;
    private const int FrameOutputs = NetworkShape.Spectra * Outputs;

    /// <summary>From here on tiles of one column from many frames are larger than those of one frame's columns.</summary>
    private const int ManyFrames = 5;

    private readonly PanelMatrix<TSimd, TVector> _matrix = PanelMatrix<TSimd, TVector>.OfConvolution(weights, 0, NetworkShape.Taps);

    public void Run(Workspace work, int frames)
    {
        if (frames >= ManyFrames)
        {
            RunByColumn(work, frames);
        }
        else
        {
            RunByTap(work, frames);
        }
    }

    /// <summary>The same column of all frames at a time: its one, two or three neighbours stand side by side, so that one product covers all taps.</summary>
    private void RunByColumn(Workspace work, int frames)
    {
        for (int column = 0; column < NetworkShape.Spectra; column++)
        {
            int left = Math.Max(column - 1, 0);
            int right = Math.Min(column + 1, NetworkShape.Spectra - 1);
            int firstTap = left - (column - 1);
            Columns input = new(ref work.Spectra.First, left * Inputs, FrameInputs);
            Columns output = new(ref work.First.First, column * Outputs, FrameOutputs);
            _matrix.Multiply(firstTap * Inputs, (right - left + 1) * Inputs, in input, in output, frames, Activation.Relu);
        }
    }

    /// <summary>One frame's columns at a time, tap after tap: weights are read once per frame.</summary>
    private void RunByTap(Workspace work, int frames)
    {
        _matrix.StoreBias(new Columns(ref work.First.First, 0, Outputs), frames * NetworkShape.Spectra);
        for (int frame = 0; frame < frames; frame++)
        {
            for (int tap = 0; tap < NetworkShape.Taps; tap++)
            {
                int shift = tap - 1;
                int from = Math.Max(-shift, 0);
                int columns = NetworkShape.Spectra - Math.Abs(shift);
                Columns input = new(ref work.Spectra.First, (frame * FrameInputs) + ((from + shift) * Inputs), Inputs);
                Columns output = new(ref work.First.First, (frame * FrameOutputs) + (from * Outputs), Outputs);
                _matrix.MultiplyOnto(tap * Inputs, Inputs, in input, in output, columns, Activation.None);
            }
        }

        Rectifier<TSimd, TVector>.Run(ref work.First.First, frames * FrameOutputs);
    }
}
