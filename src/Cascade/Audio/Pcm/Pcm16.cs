using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cascade.Audio.Pcm;

/// <summary>Writes samples as signed 16-bit little-endian.</summary>
internal static class Pcm16
{
    private const float FullScale = 32_768f;

    /// <summary>
    /// Adding and subtracting 1.5 x 2^23 rounds a float of this range to the nearest integer, ties to even, with two additions on any
    /// processor: beyond 2^23 floats have no fraction.
    /// </summary>
    private const float Rounder = 12_582_912f;

    /// <summary>
    /// Rounds to the nearest value, ties to even; what is beyond full scale is clamped to it. The exact inverse of decoding.
    /// </summary>
    /// <param name="samples">Finite samples, full scale at 1.</param>
    /// <param name="bytes">Receives two bytes for each sample.</param>
    public static void Encode(ReadOnlySpan<float> samples, Span<byte> bytes)
    {
        Debug.Assert(bytes.Length == samples.Length * sizeof(short), "One sample gives two bytes.");
        Span<short> values = MemoryMarshal.Cast<byte, short>(bytes);
        while (samples.Length >= Vector128<short>.Count)
        {
            Vector128<int> low = Quantize(Vector128.Create(samples));
            Vector128<int> high = Quantize(Vector128.Create(samples[Vector128<float>.Count..]));
            Vector128.Narrow(low, high).CopyTo(values);
            samples = samples[Vector128<short>.Count..];
            values = values[Vector128<short>.Count..];
        }

        for (int i = 0; i < samples.Length; i++)
        {
            values[i] = (short)(Math.Clamp(samples[i] * FullScale, -FullScale, FullScale - 1) + Rounder - Rounder);
        }
    }

    private static Vector128<int> Quantize(Vector128<float> samples)
    {
        Vector128<float> clamped = Vector128.Min(Vector128.Max(samples * FullScale, Vector128.Create(-FullScale)), Vector128.Create(FullScale - 1));
        return Vector128.ConvertToInt32(clamped + Vector128.Create(Rounder) - Vector128.Create(Rounder));
    }
}
