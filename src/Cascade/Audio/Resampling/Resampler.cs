using System.Diagnostics;
using System.Runtime.CompilerServices;
using Cascade.Snapshots;

namespace Cascade.Audio.Resampling;

/// <summary>
/// Converts a stream of samples to 16 kHz. Output sample m is the band-limited input at exactly m / 16,000 s: the filter's delay is taken
/// out by waiting for the input that it reaches ahead (1.5 ms, or 24 input samples below 16 kHz). Before its start and after its end the
/// input is silence. Any chunking gives the same bits.
/// <para>
/// The loops are compiled without a profile: that of a host's first streams would be wrong for streams of other rates. 44.1 kHz after 48
/// kHz takes 6 us instead of 8 us for 32 ms.
/// </para>
/// </summary>
internal sealed class Resampler
{
    /// <summary>
    /// Input samples taken at a time, beyond what the filter reaches back: 32 ms at 48 kHz, so that a usual chunk is not cut into groups
    /// and rests.
    /// </summary>
    private const int BlockSamples = 1_536;

    /// <summary>Outputs computed together where all lie at input samples: those that are <see cref="Shifts"/> apart share a row.</summary>
    private const int Group = Shifts * FirKernel.Group;

    private const int Shifts = 8;

    private const int CacheLineBytes = 64;

    private readonly PolyphaseFilter _filter;
    private readonly RateRatio _ratio;
    private readonly float[] _buffer;
    private readonly int _origin; // where the buffer is on the border of a cache line
    private readonly int _wholeStep; // an output sample's distance to the next: whole input samples,
    private readonly int _placeStep; // and the rest, in 1 / Up
    private int _window; // where the next output's window begins in the buffer
    private int _end; // where the samples end in the buffer
    private int _place; // the next output lies _place / Up after an input sample
    private long _received;
    private long _produced;

    public Resampler(RateRatio ratio)
    {
        _filter = PolyphaseFilter.For(ratio);
        _ratio = ratio;
        int block = Math.Max(BlockSamples, Group * ratio.Down / ratio.Up);
        _buffer = GC.AllocateArray<float>(_filter.RowLength + block + Shifts + CacheLineBytes / sizeof(float), pinned: true);
        _origin = OffsetOfCacheLine(_buffer);
        (_wholeStep, _placeStep) = Math.DivRem(ratio.Down, ratio.Up);
        Reset();
    }

    /// <summary>Whether an output sample can be computed from what has been received.</summary>
    private bool IsReady => _window + _filter.RowLength <= _end;

    private Span<float> Samples => _buffer.AsSpan(_origin);

    /// <summary>Room for more input. Empty only while <see cref="Read"/> has output to give.</summary>
    public Span<float> Space()
    {
        int done = _window - _window % Shifts; // a sample's place in its vector must not depend on how the input was cut
        if (done > 0 && !IsReady)
        {
            Samples[done.._end].CopyTo(Samples);
            _end -= done;
            _window -= done;
        }

        return Samples[_end..];
    }

    /// <summary>Says that input has been written to the start of <see cref="Space"/>.</summary>
    public void Received(int samples)
    {
        Debug.Assert(samples <= Samples.Length - _end, "Space says how much fits.");
        _end += samples;
        _received += samples;
    }

    /// <summary>Computes as much output as there is input and room for.</summary>
    /// <returns>The samples written.</returns>
    public int Read(Span<float> output)
    {
        int written = _ratio.Up == 1 ? ReadGroups(output) : 0;
        written += _filter.IsExact ? ReadEach(output[written..]) : ReadBetweenRows(output[written..]);
        _produced += written;
        return written;
    }

    /// <summary>
    /// Computes what is left after the last input, which is then followed by silence. Only <see cref="Reset"/> may follow the last of it.
    /// </summary>
    /// <returns>The samples written; fewer than there is room for at the end.</returns>
    public int ReadTail(Span<float> output)
    {
        long left = _ratio.OutputsWithin(_received) - _produced;
        output = output[..(int)Math.Min(output.Length, left)];
        int written = Read(output);
        while (written < output.Length)
        {
            Span<float> space = Space();
            space.Clear();
            _end += space.Length;
            written += Read(output[written..]);
        }

        return written;
    }

    public void Reset()
    {
        _window = 0;
        _end = _filter.HalfTaps - 1;
        Samples[.._end].Clear();
        _place = 0;
        _received = 0;
        _produced = 0;
    }

    /// <summary>Saves the samples that are still of use. All else follows from how much has been received and produced.</summary>
    public void Save(SnapshotWriter writer) => writer.Samples(Samples.Slice(_window - (_window % Shifts), (int)Math.Clamp(SamplesKept, 0, _end - _window + (_window % Shifts))));

    /// <summary>Goes on where another one was saved.</summary>
    /// <param name="reader">Reads the snapshot.</param>
    /// <param name="received">How many samples that one had received.</param>
    /// <param name="produced">How many it had produced.</param>
    /// <param name="isAtEnd">Whether it was giving its tail.</param>
    public void Restore(ref SnapshotReader reader, long received, long produced, bool isAtEnd)
    {
        SnapshotReader.Expect(produced <= _ratio.OutputsWithin(received), "the resampled audio", $"at most {_ratio.OutputsWithin(received)} samples", produced);
        (_received, _produced) = (received, produced);
        (long window, long place) = Math.DivRem(produced * _ratio.Down, _ratio.Up);
        (_window, _place) = ((int)(window % Shifts), (int)place); // a sample's place in its vector is what it was
        float[] kept = reader.Samples("samples to resample", 0, Samples.Length);
        long expected = isAtEnd ? Math.Max(0, SamplesKept) : SamplesKept; // the silence behind the end is made anew
        SnapshotReader.Expect(kept.Length == expected, "the samples to resample", $"{expected}", kept.Length);
        kept.CopyTo(Samples);
        _end = kept.Length;
    }

    // From the last border of a vector before the window on, without the silence behind an end.
    private long SamplesKept
    {
        get
        {
            long window = _produced * _ratio.Down / _ratio.Up;
            return _received + _filter.HalfTaps - 1 - window + (window % Shifts);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadGroups(Span<float> output)
    {
        ReadOnlySpan<float> samples = Samples[.._end];
        ReadOnlySpan<float> rows = _filter.Rows;
        int rowLength = _filter.RowLength;
        int step = _wholeStep;
        int reach = (Group - 1) * step + rowLength;
        int written = 0;
        for (; written + Group <= output.Length && _window + reach <= samples.Length; written += Group, _window += Group * step)
        {
            for (int i = 0; i < Shifts; i++)
            {
                int window = _window + i * step;
                int shift = window % Shifts;
                FirKernel.SumsOfEightWindows(samples[(window - shift)..], Shifts * step, rows.Slice(shift * rowLength, rowLength), output[(written + i)..], Shifts);
            }
        }

        return written;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadEach(Span<float> output)
    {
        ReadOnlySpan<float> samples = Samples[.._end];
        ReadOnlySpan<float> rows = _filter.Rows;
        int rowLength = _filter.RowLength;
        int shifts = _filter.Shifts;
        int window = _window;
        int place = _place;
        int written = 0;
        for (; written < output.Length && window + rowLength <= samples.Length; written++)
        {
            int shift = window & (shifts - 1);
            output[written] = FirKernel.Sum(samples.Slice(window - shift, rowLength), rows.Slice((place * shifts + shift) * rowLength, rowLength));
            (window, place) = Next(window, place);
        }

        (_window, _place) = (window, place);
        return written;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadBetweenRows(Span<float> output)
    {
        ReadOnlySpan<float> samples = Samples[.._end];
        int rowLength = _filter.RowLength;
        int written = 0;
        for (; written < output.Length && IsReady; written++)
        {
            (long row, long beyond) = Math.DivRem((long)_place * _filter.Grid, _ratio.Up);
            ReadOnlySpan<float> rows = _filter.Rows.Slice((int)row * rowLength, 2 * rowLength);
            (float before, float after) = FirKernel.SumsOfTwoRows(samples.Slice(_window, rowLength), rows[..rowLength], rows[rowLength..]);
            output[written] = before + (after - before) * beyond / _ratio.Up;
            (_window, _place) = Next(_window, _place);
        }

        return written;
    }

    private (int Window, int Place) Next(int window, int place)
    {
        place += _placeStep;
        int carry = place >= _ratio.Up ? 1 : 0;
        return (window + _wholeStep + carry, place - carry * _ratio.Up);
    }

    private static unsafe int OffsetOfCacheLine(float[] pinned)
    {
        fixed (float* start = pinned) // an address is needed to align to; the array is pinned for good
        {
            return (int)((CacheLineBytes - (nuint)start % CacheLineBytes) % CacheLineBytes / sizeof(float));
        }
    }
}
