using System.Runtime.CompilerServices;

namespace Cascade.Inference.Managed.Kernels;

/// <summary>
/// Four rows of weights rounded to integers that fit into three quarters of their bytes: 24 bits of each row's range, which is some 1e-7 of its largest weight. The low
/// bytes of the first three rows' integers are the upper ones of the fourth's, and are part of their values. Which weights are in company, and so what they are rounded to,
/// must not depend on the width of vectors.
/// </summary>
internal sealed class PackedRows
{
    private const int Low = 1 << 8;

    private readonly int[][] _integers;
    private readonly float[] _scales;

    /// <param name="rows">Four rows of equal length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs over all weights: tier 0 would take most of the load time
    public PackedRows(float[][] rows)
    {
        _scales = Array.ConvertAll(rows, ScaleOf);
        _integers = Array.ConvertAll(rows, row => new int[row.Length]);
        for (int k = 0; k < rows[0].Length; k++)
        {
            int fourth = RoundTwiceLow((double)rows[3][k] * _scales[3]);
            _integers[3][k] = fourth;
            for (int row = 0; row < 3; row++)
            {
                _integers[row][k] = Round((double)rows[row][k] * _scales[row], low: (fourth >> (24 - (8 * row))) & (Low - 1));
            }
        }
    }

    /// <summary>The power of two that a row's weights were multiplied by.</summary>
    public float Scale(int row) => _scales[row];

    public ReadOnlySpan<int> Integers(int row) => _integers[row];

    /// <summary>What a row's weights have become: the floats nearest to the integers, without the scale.</summary>
    public float[] Rounded(int row)
    {
        float unit = 1 / _scales[row];
        return Array.ConvertAll(_integers[row], integer => integer * unit);
    }

    private static float ScaleOf(float[] row)
    {
        const int most = int.MaxValue - (2 * Low); // rounding may add that much
        double largest = row.Max(Math.Abs);
        int exponent = largest == 0 ? 0 : Math.Clamp(30 - Math.ILogB(largest), -60, 60); // sums stay far from the ends of a float's range
        return (float)Math.ScaleB(1, Math.ScaleB(largest, exponent) > most ? exponent - 1 : exponent);
    }

    private static int Round(double value, int low) => ((int)Math.Round((value - low) / Low) * Low) + low;

    /// <summary>The nearest integer whose lowest byte is the one above once more, which is what unpacking leaves there.</summary>
    private static int RoundTwiceLow(double value)
    {
        int nearest = 0;
        int middle = (int)Math.Floor(value / Low);
        for (int upper = middle - 1; upper <= middle + 1; upper++)
        {
            int candidate = (upper * Low) + (upper & (Low - 1));
            if (upper < middle || Math.Abs(candidate - value) < Math.Abs(nearest - value))
            {
                nearest = candidate;
            }
        }

        return nearest;
    }
}
