using System.Runtime.CompilerServices;

namespace Cascade.Inference.Managed.Kernels;

/// <summary>
/// Four rows of weights rounded to integers that fit into three quarters of their bytes: 24 bits of each row's range, which is some 1e-7 of its largest weight. The low
/// bytes of the first three rows' integers are the upper ones of the fourth's, and are part of their values. Which weights are in company, and so what they are rounded to,
/// must not depend on the width of vectors.
/// </summary>
internal sealed class PackedRows
{
    private const int Rows = 4;
    private const int Low = 1 << 8;

    private readonly float[] _scales = new float[Rows];
    private readonly int[][] _integers = new int[Rows][];
    private readonly float[][] _rounded = new float[Rows][];

    /// <param name="rows">Four rows of equal length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs over all weights: tier 0 would take most of the load time
    public PackedRows(float[][] rows)
    {
        // The fourth row first, because the others' integers end in its bytes.
        for (int row = Rows - 1; row >= 0; row--)
        {
            float[] weights = rows[row];
            float scale = ScaleOf(weights);
            float unit = 1 / scale;
            int[] fourth = _integers[^1];
            int[] integers = new int[weights.Length];
            float[] rounded = new float[weights.Length];
            for (int k = 0; k < integers.Length; k++)
            {
                double value = (double)weights[k] * scale;
                int integer = row == Rows - 1 ? RoundTwiceLow(value) : Round(value, low: (fourth[k] >> (24 - (8 * row))) & (Low - 1));
                integers[k] = integer;
                rounded[k] = integer * unit;
            }

            (_scales[row], _integers[row], _rounded[row]) = (scale, integers, rounded);
        }
    }

    /// <summary>The power of two that a row's weights were multiplied by.</summary>
    public float Scale(int row) => _scales[row];

    public int[] Integers(int row) => _integers[row];

    /// <summary>The weights of a row after the rounding: the floats nearest to the integers, without the scale.</summary>
    public float[] Rounded(int row) => _rounded[row];

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // not a method more to compile at the start
    private static float ScaleOf(float[] weights)
    {
        const int most = int.MaxValue - (2 * Low); // rounding may add that much
        float largest = 0;
        foreach (float weight in weights)
        {
            largest = Math.Max(largest, Math.Abs(weight));
        }

        int exponent = largest == 0 ? 0 : Math.Clamp(30 - Math.ILogB(largest), -60, 60); // sums stay far from the ends of a float's range
        return (float)Math.ScaleB(1, Math.ScaleB((double)largest, exponent) > most ? exponent - 1 : exponent);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // see above
    private static int Round(double value, int low) => ((int)Math.Round((value - low) / Low) * Low) + low;

    /// <summary>The nearest integer whose lowest byte is the one above once more, which is what unpacking leaves there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // see above
    private static int RoundTwiceLow(double value)
    {
        int upper = (int)Math.Floor(value / Low);
        upper += (int)Math.Round((value - TwiceLow(upper)) / Low);
        return TwiceLow(upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // see above
    private static int TwiceLow(int upper) => (upper * Low) + (upper & (Low - 1));
}
