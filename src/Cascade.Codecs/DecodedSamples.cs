using System.Runtime.InteropServices;

namespace Cascade.Codecs;

/// <summary>A decoder of floats that come in portions of the codec's own size, handed out in portions of the reader's.</summary>
internal abstract class DecodedSamples : AudioDecoder
{
    private float[] _samples = [];
    private int _start;
    private int _end;

    public sealed override int Read(Span<byte> pcm)
    {
        Span<float> target = MemoryMarshal.Cast<byte, float>(pcm);
        while (_start == _end && !target.IsEmpty)
        {
            _start = 0;
            if ((_end = Decode(ref _samples)) < 0)
            {
                _end = 0;
                return 0;
            }
        }

        int count = Math.Min(target.Length, _end - _start);
        _samples.AsSpan(_start, count).CopyTo(target);
        _start += count;
        return count * sizeof(float);
    }

    /// <summary>Decodes the next portion.</summary>
    /// <param name="samples">Takes the samples; may be replaced by a longer array.</param>
    /// <returns>How many samples of all channels there are from the beginning of the array, also 0; negative at the end.</returns>
    protected abstract int Decode(ref float[] samples);

    /// <summary>Native floats, whatever the order of bytes.</summary>
    protected static AudioFormat FormatOf(int sampleRateHz, int channels) =>
        new(sampleRateHz, channels, BitConverter.IsLittleEndian ? SampleEncoding.Float32 : SampleEncoding.Float32BigEndian);

    /// <summary>Leaves out samples at the beginning of a portion.</summary>
    protected static int Drop(float[] samples, int count, int dropped)
    {
        samples.AsSpan(dropped, count - dropped).CopyTo(samples);
        return count - dropped;
    }

    /// <summary>Whether an exception is one that the decoding libraries throw for bytes they can't read. They promise none, and fuzzing found these.</summary>
    internal static bool IsFaultOfTheBytes(Exception fault) =>
        fault is InvalidDataException or EndOfStreamException or ArgumentException or IndexOutOfRangeException or NullReferenceException or OverflowException or InvalidOperationException
            or DivideByZeroException or ArithmeticException or NotSupportedException or Concentus.OpusException;
}
