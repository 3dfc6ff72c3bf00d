using System.Numerics;
using System.Runtime.InteropServices;

namespace Cascade.Browser.Tests.Support;

/// <summary>Finds where in a recording a piece of audio comes from.</summary>
internal static class Alignment
{
    // A piece in its place has 0.98 and more; half of one, 0.7.
    private const double MinimumCorrelation = 0.6;

    /// <summary>
    /// Where in a recording a piece begins, in samples, that went through a microphone and two conversions of rate. Fails if the recording has no such place.
    /// A busy machine may have lost audio within the piece: the halves are sought apart, and the second one only where the first one is not found.
    /// </summary>
    public static int FindStart(ReadOnlySpan<short> piece, short[] recording)
    {
        int half = piece.Length / 2;
        return Found(Find(piece[..half], recording) ?? Find(piece[half..], recording) - half);
    }

    /// <summary>Where in a recording a piece ends, likewise: of the halves, the second one is sought first.</summary>
    public static int FindEnd(ReadOnlySpan<short> piece, short[] recording)
    {
        int half = piece.Length / 2;
        return Found(Find(piece[half..], recording) + piece.Length - half ?? Find(piece[..half], recording) + piece.Length);
    }

    /// <summary>Where in a recording these samples begin, -1 if nowhere. Each may be off by one: Chromium's full scale for positive samples is 32,767.</summary>
    public static int FindExactly(short[] audio, short[] recording) => Enumerable.Range(0, recording.Length - audio.Length + 1)
        .FirstOrDefault(start => !audio.Where((sample, i) => Math.Abs(sample - recording[start + i]) > 1).Any(), -1);

    private static int Found(int? place)
    {
        Assert.That(place, Is.Not.Null, "The recording has no such place.");
        return place!.Value;
    }

    // Where the two have the highest correlation; null if that is no likeness.
    private static int? Find(ReadOnlySpan<short> piece, short[] recording)
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
            double correlation = Dot(sought, here) / Math.Sqrt(energy * energyHere + 0.01);
            if (correlation > highest)
            {
                (best, highest) = (at, correlation);
            }
        }

        return highest > MinimumCorrelation ? best : null;
    }

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

    // A recording has 300,000 places for a piece of 4,000 samples: one sample after the other would take seconds.
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
