using Cascade.Inference.Managed;
using Cascade.Inference.Managed.Layers;
using Cascade.Inference.Managed.Simd;
using Cascade.Inference.ModelFile;

namespace Cascade.Tests.Managed;

/// <summary>Each convolution computes its definition, for any number of frames at a time.</summary>
[TestFixtureSource(typeof(Widths), nameof(Widths.Fixtures))]
internal sealed class ConvolutionTests<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const double Tolerance = 3e-6;

    [Test]
    public void First_IsItsDefinition([Range(1, 64)] int frames)
    {
        ConvolutionWeights weights = RandomValues.Convolution(128, 129, 3);
        Workspace work = new(frames);
        FirstConvolution<TSimd, TVector> layer = new(weights);
        Check(work.Spectra, work.First, 4, 4, weights, 1, frames, 144, 128, () => layer.Run(work, frames));
    }

    [Test]
    public void Second_IsItsDefinition([Range(1, 64)] int frames)
    {
        ConvolutionWeights weights = RandomValues.Convolution(64, 128, 3);
        Workspace work = new(frames);
        SecondConvolution<TSimd, TVector> layer = new(weights);
        Check(work.First, work.Second, 4, 2, weights, 2, frames, 128, 64, () => layer.Run(work, frames));
    }

    [Test]
    public void Third_IsItsDefinition([Range(1, 64)] int frames)
    {
        ConvolutionWeights weights = RandomValues.Convolution(64, 64, 3);
        Workspace work = new(frames);
        ThirdConvolution<TSimd, TVector> layer = new(weights);
        Check(work.Second, work.Third, 2, 1, weights, 2, frames, 64, 64, () => layer.Run(work, frames));
    }

    [Test]
    public void Fourth_IsItsDefinition([Range(1, 64)] int frames)
    {
        ConvolutionWeights weights = RandomValues.Convolution(128, 64, 3);
        Workspace work = new(frames);
        FourthConvolution<TSimd, TVector> layer = new(weights);
        Check(work.Third, work.Recurrent, 1, 1, weights, 1, frames, 64, 256, () => layer.Run(work, frames));
    }

    private static void Check(
        AlignedFloats input,
        AlignedFloats output,
        int inputColumns,
        int outputColumns,
        ConvolutionWeights weights,
        int stride,
        int frames,
        int inputStride,
        int outputStride,
        Action run)
    {
        RandomValues.Floats(frames, input.Length).CopyTo(input.Span);
        run();
        for (int frame = 0; frame < frames; frame++)
        {
            double[][] columns = new double[inputColumns][];
            for (int column = 0; column < inputColumns; column++)
            {
                columns[column] = RandomValues.Widened(input.Span.Slice(((frame * inputColumns) + column) * inputStride, weights.Inputs));
            }

            double[][] expected = ScalarNetwork.Convolution(columns, weights.Weights, weights.Bias, stride);
            Assert.That(expected, Has.Length.EqualTo(outputColumns));
            for (int column = 0; column < outputColumns; column++)
            {
                double[] found = RandomValues.Widened(output.Span.Slice(((frame * outputColumns) + column) * outputStride, weights.Outputs));
                Assert.That(found, Is.EqualTo(expected[column]).Within(Tolerance), $"frame {frame}, column {column}");
            }
        }
    }
}
