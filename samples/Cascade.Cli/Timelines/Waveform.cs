using System.Runtime.InteropServices;

namespace Cascade.Cli.Timelines;

/// <summary>The lowest and highest sample of every millisecond: an hour takes 14 MB.</summary>
internal sealed class Waveform
{
    private const int BinSamples = 16;
    private readonly List<(short Low, short High)> _bins = [];

    /// <summary>The loudest sample, 0 to 1.</summary>
    public double Peak { get; private set; }

    /// <summary>Adds a frame of 16-bit samples, which fills as many bins as 512 samples whatever its rate.</summary>
    public void Add(ReadOnlySpan<byte> pcm16, int frameSamples)
    {
        ReadOnlySpan<short> samples = MemoryMarshal.Cast<byte, short>(pcm16);
        int bins = frameSamples / BinSamples;
        for (int bin = 0; bin < bins; bin++)
        {
            (short low, short high) = (short.MaxValue, short.MinValue);
            foreach (short sample in samples[(bin * samples.Length / bins)..((bin + 1) * samples.Length / bins)])
            {
                low = Math.Min(low, sample);
                high = Math.Max(high, sample);
            }

            _bins.Add((low, high));
            Peak = Math.Max(Peak, Math.Max(-low, (int)high) / -(double)short.MinValue);
        }
    }

    /// <summary>The range of the samples between two positions, -1 to 1; at least one bin.</summary>
    public (double Low, double High) Range(double fromSample, double toSample)
    {
        int first = Math.Clamp((int)(fromSample / BinSamples), 0, _bins.Count - 1);
        int end = Math.Clamp((int)Math.Ceiling(toSample / BinSamples), first + 1, _bins.Count);
        (short low, short high) = _bins[first];
        for (int i = first + 1; i < end; i++)
        {
            low = Math.Min(low, _bins[i].Low);
            high = Math.Max(high, _bins[i].High);
        }

        return (low / -(double)short.MinValue, high / -(double)short.MinValue);
    }
}
