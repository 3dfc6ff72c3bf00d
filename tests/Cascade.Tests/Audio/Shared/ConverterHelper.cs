using System.Buffers;
using System.Runtime.InteropServices;

namespace Cascade.Tests.Audio;

/// <summary>Whole conversions for tests.</summary>
internal static class ConverterHelper
{
    public static float[] ConvertAll(AudioFormat format, ReadOnlySpan<byte> input) => ConvertAll(new AudioConverter(format), input);

    public static float[] ConvertAll(AudioConverter converter, ReadOnlySpan<byte> input)
    {
        var output = new ArrayBufferWriter<float>();
        Span<float> span;
        int written;
        do
        {
            span = output.GetSpan(512);
            written = converter.Convert(input, span, out int consumed);
            output.Advance(written);
            input = input[consumed..];
        }
        while (written == span.Length);
        do
        {
            span = output.GetSpan(512);
            written = converter.Flush(span);
            output.Advance(written);
        }
        while (written == span.Length);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Converts mono float samples at a rate.</summary>
    public static float[] Resample(int rateHz, ReadOnlySpan<float> input) =>
        ConvertAll(new AudioFormat(rateHz, 1, SampleEncoding.Float32), MemoryMarshal.AsBytes(input));

    public static float[] Sine(int rateHz, double frequencyHz, int samples, double amplitude = 1, double phase = 0)
    {
        var sine = new float[samples];
        for (int i = 0; i < samples; i++)
        {
            sine[i] = (float)(amplitude * Math.Sin(2 * Math.PI * frequencyHz * i / rateHz + phase));
        }

        return sine;
    }

    public static float[] Noise(int seed, int samples)
    {
        var random = new Random(seed);
        var noise = new float[samples];
        foreach (ref float sample in noise.AsSpan())
        {
            sample = random.NextSingle() * 2 - 1;
        }

        return noise;
    }
}
