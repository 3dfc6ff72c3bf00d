using System.Globalization;
using System.Runtime.CompilerServices;

namespace Cascade.Inference.ModelFile;

/// <summary>
/// The convolution in front of the network is a windowed Fourier transform: rows 0 to 128 are window * cos, rows 129 to 257 are -window * sin, of k turns in 256
/// samples. Code that computes a Fourier transform has to be sure of that.
/// </summary>
internal static class FourierBasis
{
    private const int Samples = 256;
    private const int Bins = (Samples / 2) + 1;
    private const float Tolerance = 1e-6f;

    /// <summary>The window, which is the row of no turns.</summary>
    /// <exception cref="VadModelException">The rows are not those of a Fourier transform.</exception>
    public static float[] WindowOf(ReadOnlySpan<float> basis, string model)
    {
        float[] window = basis[..Samples].ToArray();
        float[] cosines = new float[Samples];
        float[] sines = new float[Samples];
        for (int n = 0; n < Samples; n++)
        {
            (double sine, double cosine) = Math.SinCos(Math.Tau * n / Samples);
            cosines[n] = (float)cosine;
            sines[n] = (float)sine;
        }

        for (int k = 0; k < Bins; k++)
        {
            ReadOnlySpan<float> real = basis.Slice(k * Samples, Samples);
            ReadOnlySpan<float> imaginary = basis.Slice((Bins + k) * Samples, Samples);
            float worst = Math.Max(Distance(real, window, cosines, k), Distance(imaginary, window, sines, -k));
            if (worst > Tolerance)
            {
                string found = string.Create(CultureInfo.InvariantCulture, $"{worst} away at {k} turns");
                throw new VadModelException(
                    $"'{model}' is not a Silero VAD network of version 5 or 6: expected a windowed Fourier transform in front; found a basis {found}.",
                    model,
                    "a windowed Fourier transform",
                    found);
            }
        }

        return window;
    }

    // A row of -sin is one of sin with its turns backwards.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs over all 66,048 weights when a model is loaded, and never again
    private static float Distance(ReadOnlySpan<float> row, float[] window, float[] wave, int turns)
    {
        float worst = 0;
        for (int n = 0; n < row.Length; n++)
        {
            worst = Math.Max(worst, Math.Abs(row[n] - (window[n] * wave[(n * turns) & (Samples - 1)])));
        }

        return worst;
    }
}
