using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cascade.Audio.Pcm;

/// <summary>
/// Decodes floating-point samples. A value that cannot be a sample becomes silence and is counted: NaN, infinity, and magnitudes beyond
/// <see cref="Limit"/>, whose squares would overflow in the network and spoil its state for the rest of the stream.
/// </summary>
internal static class FloatSamples
{
    /// <summary>Generous: even 32-bit integers that someone forgot to scale to 1 stay below.</summary>
    public const float Limit = 4_294_967_296f;

    /// <summary>Decodes whole samples of single precision and gives the count of those that were silenced.</summary>
    public static int DecodeSingle(ReadOnlySpan<byte> bytes, Span<float> samples, bool bigEndian)
    {
        bytes.CopyTo(MemoryMarshal.AsBytes(samples));
        if (bigEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(samples);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }

        return Silence(samples);
    }

    /// <summary>Decodes whole samples of double precision, rounded to single, and gives the count of those that were silenced.</summary>
    public static int DecodeDouble(ReadOnlySpan<byte> bytes, Span<float> samples, bool bigEndian)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            ReadOnlySpan<byte> sample = bytes[(i * sizeof(double))..];
            samples[i] = (float)(bigEndian ? BinaryPrimitives.ReadDoubleBigEndian(sample) : BinaryPrimitives.ReadDoubleLittleEndian(sample));
        }

        return Silence(samples);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs for every sample from the first on, like the resampler's kernels
    private static int Silence(Span<float> samples)
    {
        var limit = new Vector<float>(Limit);
        int silenced = 0;
        Span<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(samples);
        foreach (ref Vector<float> vector in vectors)
        {
            if (!Vector.LessThanOrEqualAll(Vector.Abs(vector), limit)) // comparisons with NaN are false
            {
                silenced += SilenceEach(MemoryMarshal.Cast<Vector<float>, float>(new Span<Vector<float>>(ref vector)));
            }
        }

        return silenced + SilenceEach(samples[(vectors.Length * Vector<float>.Count)..]);
    }

    private static int SilenceEach(Span<float> samples)
    {
        int silenced = 0;
        foreach (ref float sample in samples)
        {
            if (!(MathF.Abs(sample) <= Limit))
            {
                sample = 0;
                silenced++;
            }
        }

        return silenced;
    }
}
