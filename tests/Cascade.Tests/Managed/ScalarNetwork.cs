namespace Cascade.Tests.Managed;

/// <summary>The network's layers as their definitions read, in double precision: slow, and plain enough to be believed.</summary>
internal static class ScalarNetwork
{
    /// <summary>576 samples -> [spectrum][129].</summary>
    public static double[][] Spectra(ReadOnlySpan<float> samples, float[] window)
    {
        double[] padded = new double[640];
        for (int i = 0; i < padded.Length; i++)
        {
            padded[i] = i < 576 ? samples[i] : samples[1150 - i];
        }

        double[][] spectra = new double[4][];
        for (int spectrum = 0; spectrum < spectra.Length; spectrum++)
        {
            spectra[spectrum] = new double[129];
            for (int k = 0; k < 129; k++)
            {
                double real = 0;
                double imaginary = 0;
                for (int n = 0; n < 256; n++)
                {
                    double angle = Math.Tau * (k * n % 256) / 256;
                    real += window[n] * padded[(spectrum * 128) + n] * Math.Cos(angle);
                    imaginary -= window[n] * padded[(spectrum * 128) + n] * Math.Sin(angle);
                }

                spectra[spectrum][k] = Math.Sqrt((real * real) + (imaginary * imaginary));
            }
        }

        return spectra;
    }

    /// <summary>A convolution with one column of zeros on either side, then a ReLU. Weights are [output][input][tap].</summary>
    public static double[][] Convolution(double[][] columns, float[] weights, float[] bias, int stride)
    {
        int inputs = columns[0].Length;
        List<double[]> result = [];
        for (int centre = 0; centre < columns.Length; centre += stride)
        {
            double[] outputs = new double[bias.Length];
            for (int output = 0; output < outputs.Length; output++)
            {
                double sum = bias[output];
                for (int tap = 0; tap < 3; tap++)
                {
                    int column = centre + tap - 1;
                    for (int input = 0; input < inputs && column >= 0 && column < columns.Length; input++)
                    {
                        sum += weights[(((output * inputs) + input) * 3) + tap] * columns[column][input];
                    }
                }

                outputs[output] = Math.Max(0, sum);
            }

            result.Add(outputs);
        }

        return [.. result];
    }

    /// <summary>One step of an LSTM whose rows are all input gates, then output, forget and cell gates; advances h and c.</summary>
    public static void Lstm(double[] x, double[] h, double[] c, float[] inputWeights, float[] hiddenWeights, float[] bias)
    {
        int units = h.Length;
        double[] gates = new double[4 * units];
        for (int row = 0; row < gates.Length; row++)
        {
            gates[row] = bias[row] + bias[gates.Length + row];
            for (int i = 0; i < units; i++)
            {
                gates[row] += (inputWeights[(row * units) + i] * x[i]) + (hiddenWeights[(row * units) + i] * h[i]);
            }
        }

        for (int unit = 0; unit < units; unit++)
        {
            c[unit] = (Sigmoid(gates[(2 * units) + unit]) * c[unit]) + (Sigmoid(gates[unit]) * Math.Tanh(gates[(3 * units) + unit]));
            h[unit] = Sigmoid(gates[units + unit]) * Math.Tanh(c[unit]);
        }
    }

    public static double Output(double[] h, float[] weights, float bias) => Sigmoid(bias + h.Zip(weights, (x, w) => Math.Max(0, x) * w).Sum());

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
