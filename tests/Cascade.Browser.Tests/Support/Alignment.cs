using System.Numerics;
using System.Runtime.InteropServices;

namespace Cascade.Browser.Tests.Support;

/// <summary>Finds where in a recording a piece of audio comes from.</summary>
internal static class Alignment
{
    // A piece in its place has 0.98 and more; half of one, 0.7.
    private const double MinimumCorrelation = 0.6;

    /// <summary>
    /// Where in a recording a piece begins, in samples, that went through a microphone and two conversions of rate: where the two have the highest correlation.
    /// Fails if that is no likeness.
    /// </summary>
    public static int Find(ReadOnlySpan<short> piece, short[] recording)
    {
        float[] sought = ToFloats(piece);
        float[] searched = ToFloats(recording);
        double energy = Dot(sought, sought);
        double energyHere = 0;
        int best = -1;
        double highest = 0;
        for (int at = 0; at + sought.Length <= searched.Length; at++)
        {
            ReadOnlySpan<float> here = searched.AsSpan(at, sought.Length);
            energyHere = at % sought.Length == 0 ? Dot(here, here) : energyHere - Square(searched[at - 1]) + Square(here[^1]);
            double correlation = Dot(sought, here) / Math.Sqrt(energy * energyHere + 1);
            if (correlation > highest)
            {
                (best, highest) = (at, correlation);
            }
        }

        Assert.That(highest, Is.GreaterThan(MinimumCorrelation), "The recording has no such place.");
        return best;
    }

    /// <summary>Where in a recording these samples begin, -1 if nowhere. Each may be off by one: Chromium's full scale for positive samples is 32,767.</summary>
    public static int FindExactly(short[] audio, short[] recording) => Enumerable.Range(0, recording.Length - audio.Length + 1)
        .FirstOrDefault(start => !audio.Where((sample, i) => Math.Abs(sample - recording[start + i]) > 1).Any(), -1);

    private static float[] ToFloats(ReadOnlySpan<short> samples)
    {
        float[] result = new float[samples.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = samples[i] / 32768f;
        }

        return result;
    }

    private static double Square(double value) => value * value;

    // A recording has 200,000 places for a piece of 8,000 samples: one sample after the other would take seconds.
    private static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        Vector<float> sum = Vector<float>.Zero;
        ReadOnlySpan<Vector<float>> leftVectors = MemoryMarshal.Cast<float, Vector<float>>(left);
        ReadOnlySpan<Vector<float>> rightVectors = MemoryMarshal.Cast<float, Vector<float>>(right);
        for (int i = 0; i < leftVectors.Length; i++)
        {
            sum += leftVectors[i] * rightVectors[i];
        }

        return Vector.Sum(sum);
    }
}
