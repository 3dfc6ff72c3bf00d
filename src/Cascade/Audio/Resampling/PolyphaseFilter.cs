using System.Collections.Concurrent;
using System.Numerics;

namespace Cascade.Audio.Resampling;

/// <summary>
/// The low-pass filter's coefficients for one rate: one row for each place that an output sample can have between two input samples.
/// Immutable, built once and shared by all streams of that rate.
/// <para>
/// Ratios with many places (47,999 Hz has 16,000 of them) get rows at a regular grid instead, between which the resampler interpolates
/// linearly. The grid is fine enough for the interpolation's error to stay below the filter's stopband: the error is (pi * step)^2 / 8 of
/// the signal, where the step is in samples of the slower rate.
/// </para>
/// </summary>
internal sealed class PolyphaseFilter
{
    /// <summary>The largest exact table: 256 KB, more than any rate in common use needs (11,025 Hz: 120 KB; 44,100 Hz: 85 KB).</summary>
    private const int MaxExactCoefficients = 65_536;

    /// <summary>Rows of an interpolated table for each sample of the slower rate: an error of -107 dB.</summary>
    private const int GridPerSample = 512;

    /// <summary>
    /// Filters kept for streams to come. Far more than a host meets; without a bound, hostile headers could fill the memory.
    /// </summary>
    private const int MaxCached = 32;

    private static readonly ConcurrentDictionary<int, PolyphaseFilter> Cache = new();

    private readonly float[] _rows;

    private PolyphaseFilter(RateRatio ratio)
    {
        Ratio = ratio;
        double inputPerSlower = Math.Max(1, (double)ratio.InputRateHz / SampleClock.SampleRateHz);
        HalfTaps = (int)Math.Ceiling(KaiserSinc.HalfWidth * inputPerSlower);
        int taps = (2 * HalfTaps + FirKernel.Lanes - 1) / FirKernel.Lanes * FirKernel.Lanes;
        IsExact = (long)ratio.Up * taps <= MaxExactCoefficients;
        Grid = IsExact ? ratio.Up : (int)BitOperations.RoundUpToPowerOf2((uint)(GridPerSample / inputPerSlower));
        Shifts = ratio.Up == 1 ? FirKernel.Lanes : 1;
        RowLength = Shifts == 1 ? taps : taps + FirKernel.Lanes;

        int places = IsExact ? Grid : Grid + 1;
        _rows = new float[places * Shifts * RowLength];
        for (int row = 0; row < places * Shifts; row++)
        {
            Fill(_rows.AsSpan(row * RowLength, RowLength)[(row % Shifts)..], (double)(row / Shifts) / Grid, 1 / inputPerSlower);
        }
    }

    public RateRatio Ratio { get; }

    /// <summary>Coefficients in a row: whole vectors, filled up with zeros.</summary>
    public int RowLength { get; }

    /// <summary>Input samples that a row reaches beyond the one at or before the output sample. As many less one lie before it.</summary>
    public int HalfTaps { get; }

    /// <summary>
    /// Whether each place has its own row. Otherwise there is one row more than <see cref="Grid"/>, so that each has a next.
    /// </summary>
    public bool IsExact { get; }

    /// <summary>Rows for each input sample.</summary>
    public int Grid { get; }

    /// <summary>The filter for a ratio, from the cache if it is there.</summary>
    public static PolyphaseFilter For(RateRatio ratio)
    {
        if (Cache.TryGetValue(ratio.InputRateHz, out PolyphaseFilter? cached))
        {
            return cached;
        }

        if (Cache.Count >= MaxCached)
        {
            Cache.Clear(); // streams keep what they use
        }

        return Cache.GetOrAdd(ratio.InputRateHz, static (_, ratio) => new PolyphaseFilter(ratio), ratio);
    }

    /// <summary>
    /// Copies of each row, shifted by 0, 1, 2 ... samples: 8 where every output lies at an input sample, otherwise 1. With 8, a window can
    /// begin at the border of a vector and the row make up for it: loads that straddle two cache lines cost twice, a fifth of the time at
    /// 48 kHz (3.1 us instead of 2.5 us for 32 ms).
    /// </summary>
    public int Shifts { get; }

    /// <summary>
    /// All rows: that for output samples which lie place / <see cref="Grid"/> after an input sample, in windows which begin shift samples
    /// early, begins at (place x <see cref="Shifts"/> + shift) x <see cref="RowLength"/>.
    /// </summary>
    public ReadOnlySpan<float> Rows => _rows;

    /// <summary>Scales each row to a sum of 1, so that no row passes a constant signal louder than the others.</summary>
    private void Fill(Span<float> row, double place, double slowerPerInput)
    {
        double sum = 0;
        for (int i = 0; i < 2 * HalfTaps; i++)
        {
            sum += KaiserSinc.At((i - HalfTaps + 1 - place) * slowerPerInput);
        }

        for (int i = 0; i < 2 * HalfTaps; i++)
        {
            row[i] = (float)(KaiserSinc.At((i - HalfTaps + 1 - place) * slowerPerInput) / sum);
        }
    }
}
