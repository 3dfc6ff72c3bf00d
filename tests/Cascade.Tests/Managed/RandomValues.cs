using Cascade.Inference.ModelFile;

namespace Cascade.Tests.Managed;

/// <summary>Repeatable input for layers, of the size that the network's own has.</summary>
internal static class RandomValues
{
    public static float[] Floats(int seed, int count, double scale = 1)
    {
        Random random = new(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)(((2 * random.NextDouble()) - 1) * scale);
        }

        return values;
    }

    /// <summary>Weights so small that outputs are about as large as inputs.</summary>
    public static ConvolutionWeights Convolution(int outputs, int inputs, int taps) => new(
        outputs, inputs, taps, Floats(1, outputs * inputs * taps, 1 / Math.Sqrt(inputs * taps)), Floats(2, outputs));

    public static double[] Widened(ReadOnlySpan<float> values)
    {
        double[] result = new double[values.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = values[i];
        }

        return result;
    }
}
