using System.Buffers;

namespace Cascade.Audio;

/// <summary>Conversion of whole chunks.</summary>
internal static class AudioConverterExtensions
{
    private const int SamplesAtOnce = 512;

    /// <summary>Converts all of a chunk and appends the samples to <paramref name="output"/>, which grows with the chunk.</summary>
    public static void Convert(this AudioConverter converter, ReadOnlySpan<byte> input, IBufferWriter<float> output)
    {
        int written;
        Span<float> span;
        do
        {
            span = output.GetSpan(SamplesAtOnce);
            written = converter.Convert(input, span, out int consumed);
            output.Advance(written);
            input = input[consumed..];
        }
        while (written == span.Length);
    }

    /// <summary>Appends what is left after the end of the input.</summary>
    public static void Flush(this AudioConverter converter, IBufferWriter<float> output)
    {
        int written;
        Span<float> span;
        do
        {
            span = output.GetSpan(SamplesAtOnce);
            written = converter.Flush(span);
            output.Advance(written);
        }
        while (written == span.Length);
    }
}
