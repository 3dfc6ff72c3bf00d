namespace Cascade.Tests.Managed;

/// <summary>How far apart two rows of numbers are: an assertion for each number would take most of a test's time.</summary>
internal static class Difference
{
    /// <summary>Of two numbers; infinite if one is none, because comparisons of tests take NaN for less than any limit.</summary>
    public static double Of(double found, double expected) => Math.Abs(found - expected) is var difference && double.IsNaN(difference) ? double.PositiveInfinity : difference;

    /// <summary>The largest of all.</summary>
    public static double Largest(ReadOnlySpan<float> found, ReadOnlySpan<double> expected)
    {
        Assert.That(found.Length, Is.EqualTo(expected.Length));
        double largest = 0;
        for (int i = 0; i < found.Length; i++)
        {
            largest = Math.Max(largest, Of(found[i], expected[i]));
        }

        return largest;
    }

    /// <inheritdoc cref="Largest(ReadOnlySpan{float}, ReadOnlySpan{double})"/>
    public static double Largest(ReadOnlySpan<float> found, ReadOnlySpan<float> expected) => Largest(found, RandomValues.Widened(expected));
}
