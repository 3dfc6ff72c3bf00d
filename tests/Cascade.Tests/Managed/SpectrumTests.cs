using Cascade.Inference.Managed;
using Cascade.Inference.Managed.Layers;

namespace Cascade.Tests.Managed;

/// <summary>The Fourier transform's magnitudes are those of the definition.</summary>
[Parallelizable]
public sealed class SpectrumTests
{
    private const int InputSamples = 576;
    private const int MostFrames = 64;

    private static readonly float[] Window = [.. Enumerable.Range(0, 256).Select(n => (float)(0.5 - (0.5 * Math.Cos(Math.Tau * n / 256))))];
    private static readonly float[][] Samples = [.. Enumerable.Range(0, MostFrames).Select(frame => RandomValues.Floats(frame, InputSamples))];
    private static readonly double[][][] Expected = [.. Samples.Select(samples => ScalarNetwork.Spectra(samples, Window))];

    private static IEnumerable<int> VectorBits => Widths.All.Select(width => (int)width);

    [Test]
    public void Magnitudes_AreThoseOfTheDefinition([ValueSource(nameof(VectorBits))] int bits)
    {
        Spectrum layer = new(Window, bits / 32);
        for (int frames = 1; frames <= MostFrames; frames++)
        {
            Workspace work = new(frames);
            for (int frame = 0; frame < frames; frame++)
            {
                Samples[frame].CopyTo(work.Padded(frame));
            }

            layer.Run(work, frames);
            for (int column = 0; column < 4 * frames; column++)
            {
                double difference = Difference.Largest(work.Spectra.Span.Slice(column * 144, 129), Expected[column / 4][column % 4]);
                Assert.That(difference, Is.LessThanOrEqualTo(5e-6), $"{frames} frames, column {column}");
            }
        }
    }

    [Test]
    public void SilenceAndDc_HaveNothingButDc([ValueSource(nameof(VectorBits))] int bits, [Values(0f, 1f)] float level)
    {
        Workspace work = new(1);
        work.Padded(0).Fill(level);
        new Spectrum(Window, bits / 32).Run(work, 1);
        for (int column = 0; column < 4; column++)
        {
            double[] found = RandomValues.Widened(work.Spectra.Span.Slice(column * 144, 129));
            Assert.That(found[..2], Is.EqualTo(new double[] { 128 * level, 64 * level }).Within(1e-5));
            Assert.That(found[2..], Has.All.LessThanOrEqualTo(1e-5));
        }
    }
}
