using Cascade.Inference.Managed.Kernels;

namespace Cascade.Tests.Managed;

/// <summary>Rounding to what fits into packed weights.</summary>
public sealed class PackedRowsTests
{
    private const int Depth = 10_000;

    // Half of 2^-22 of the largest weight, which may be little more than half of the range; the fourth row has steps of 257 in place of 256.
    private const double Tolerance = 1.3e-7;

    private const double LeastStep = 2.3e-16; // 2^-52: a scale of 2^60 is the largest

    [Test]
    public void Weights_KeepTheirValues([Values(1e-9, 0.01, 1, 3, 1e6)] double scale)
    {
        float[][] rows = [.. Enumerable.Range(0, 4).Select(row => RandomValues.Floats(row, Depth, scale * (row + 1)))];
        PackedRows packed = new(rows);
        for (int row = 0; row < 4; row++)
        {
            double largest = rows[row].Max(Math.Abs);
            Assert.That(Difference.Largest(packed.Rounded(row), RandomValues.Widened(rows[row])), Is.LessThanOrEqualTo(Tolerance * largest), $"row {row}");
        }
    }

    [Test]
    public void LowBytesOfThreeRows_AreTheUpperOnesOfTheFourth()
    {
        PackedRows packed = new([.. Enumerable.Range(0, 4).Select(row => RandomValues.Floats(row, Depth))]);
        for (int k = 0; k < Depth; k++)
        {
            int low = packed.Integers(2)[k] & 0xFF;
            int unpacked = ((packed.Integers(0)[k] & 0xFF) << 24) | ((packed.Integers(1)[k] & 0xFF) << 16) | (low << 8) | low;
            Assert.That(unpacked, Is.EqualTo(packed.Integers(3)[k]), $"{k}");
        }
    }

    [Test]
    public void LargestAndLeastFloatsOfARow_Fit([Values(0f, 1f, 1.9999999f, -2f, 1e-38f)] float largest)
    {
        PackedRows packed = new([.. Enumerable.Repeat(new[] { largest, -largest, 0, largest / 3 }, 4)]);
        for (int row = 0; row < 4; row++)
        {
            Assert.That(packed.Rounded(row), Is.EqualTo(new[] { largest, -largest, 0, largest / 3 }).Within(Math.Max(LeastStep, Math.Abs(largest) * Tolerance)));
        }
    }
}
