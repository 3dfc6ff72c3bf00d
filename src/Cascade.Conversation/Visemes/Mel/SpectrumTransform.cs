using System.Numerics;

namespace Cascade.Visemes.Mel;

/// <summary>
/// The magnitudes of 800 windowed samples. 800 is no power of two: the libraries for Fourier transforms want one, or compute such a length by two transforms of 2,048 with fresh arrays each time.
/// Stockham's algorithm with the factors of 800 needs no reordering, and allocates nothing.
/// </summary>
internal sealed class SpectrumTransform
{
    /// <summary>Samples in.</summary>
    public const int Size = 800;

    /// <summary>Magnitudes out.</summary>
    public const int Bins = (Size / 2) + 1;

    private static readonly int[] s_factors = [5, 5, 4, 4, 2];
    private static readonly double[] s_window = [.. Enumerable.Range(0, Size).Select(n => 0.5 - (0.5 * Math.Cos(2 * Math.PI * n / Size)))];
    private static readonly Complex[] s_roots = [.. Enumerable.Range(0, Size).Select(n => Complex.FromPolarCoordinates(1, -2 * Math.PI * n / Size))];

    private Complex[] _values = new Complex[Size];
    private Complex[] _next = new Complex[Size];

    /// <summary>Windows the samples with Hann's and writes the magnitudes of bins 0 to 400.</summary>
    public void Magnitudes(ReadOnlySpan<double> samples, Span<double> magnitudes)
    {
        for (int i = 0; i < Size; i++)
        {
            _values[i] = samples[i] * s_window[i];
        }

        int stride = 1;
        foreach (int factor in s_factors)
        {
            Step(factor, stride);
            (_values, _next) = (_next, _values);
            stride *= factor;
        }

        for (int i = 0; i < Bins; i++)
        {
            magnitudes[i] = _values[i].Magnitude;
        }
    }

    /// <summary>Joins transforms of stride interleaved parts into such of factor × stride.</summary>
    private void Step(int factor, int stride)
    {
        int groups = Size / (factor * stride);
        int quarter = Size / factor;
        for (int group = 0; group < groups; group++)
        {
            for (int output = 0; output < factor; output++)
            {
                Complex turn = s_roots[group * output * stride];
                for (int i = 0; i < stride; i++)
                {
                    Complex sum = Complex.Zero;
                    for (int input = 0; input < factor; input++)
                    {
                        sum += _values[i + (stride * (group + (input * groups)))] * s_roots[output * input % factor * quarter];
                    }

                    _next[i + (stride * ((factor * group) + output))] = sum * turn;
                }
            }
        }
    }
}
