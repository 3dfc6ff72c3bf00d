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
    private const int MostFrames = 64;
    private const double Tolerance = 3e-6;

    [Test]
    public void First_IsItsDefinition()
    {
        ConvolutionWeights weights = RandomValues.Convolution(128, 129, 3);
        FirstConvolution<TSimd, TVector> layer = new(weights);
        Check(weights, 1, (4, 144), (4, 128), work => (work.Spectra, work.First), layer.Run);
    }

    [Test]
    public void Second_IsItsDefinition()
    {
        ConvolutionWeights weights = RandomValues.Convolution(64, 128, 3);
        SecondConvolution<TSimd, TVector> layer = new(weights);
        Check(weights, 2, (4, 128), (2, 64), work => (work.First, work.Second), layer.Run);
    }

    [Test]
    public void Third_IsItsDefinition()
    {
        ConvolutionWeights weights = RandomValues.Convolution(64, 64, 3);
        ThirdConvolution<TSimd, TVector> layer = new(weights);
        Check(weights, 2, (2, 64), (1, 64), work => (work.Second, work.Third), layer.Run);
    }

    [Test]
    public void Fourth_IsItsDefinition()
    {
        ConvolutionWeights weights = RandomValues.Convolution(128, 64, 3);
        FourthConvolution<TSimd, TVector> layer = new(weights);
        Check(weights, 1, (1, 64), (1, 256), work => (work.Third, work.Recurrent), layer.Run);
    }

    // The input is that of the most frames, of which fewer are a beginning: the definition, which is slow, is computed once.
    private static void Check(
        ConvolutionWeights weights,
        int stride,
        (int Columns, int Stride) input,
        (int Columns, int Stride) output,
        Func<Workspace, (AlignedFloats Input, AlignedFloats Output)> buffers,
        Action<Workspace, int> run)
    {
        float[] values = RandomValues.Floats(3, MostFrames * input.Columns * input.Stride);
        double[][][] expected = [.. Enumerable.Range(0, MostFrames).Select(frame => Define(values, frame, weights, stride, input))];
        Assert.That(expected, Has.All.Length.EqualTo(output.Columns));
        for (int frames = 1; frames <= MostFrames; frames++)
        {
            Workspace work = new(frames);
            AlignedFloats found = buffers(work).Output;
            values.AsSpan(0, frames * input.Columns * input.Stride).CopyTo(buffers(work).Input.Span);
            run(work, frames);
            for (int column = 0; column < frames * output.Columns; column++)
            {
                double difference = Difference.Largest(
                    found.Span.Slice(column * output.Stride, weights.Outputs), expected[column / output.Columns][column % output.Columns]);
                Assert.That(difference, Is.LessThanOrEqualTo(Tolerance), $"{frames} frames, column {column}");
            }
        }
    }

    private static double[][] Define(float[] values, int frame, ConvolutionWeights weights, int stride, (int Columns, int Stride) input)
    {
        double[][] columns = [.. Enumerable.Range(frame * input.Columns, input.Columns)
            .Select(column => RandomValues.Widened(values.AsSpan(column * input.Stride, weights.Inputs)))];
        return ScalarNetwork.Convolution(columns, weights.Weights, weights.Bias, stride);
    }
}
