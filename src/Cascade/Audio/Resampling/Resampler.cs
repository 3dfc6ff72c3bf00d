using System.Diagnostics;

namespace Cascade.Audio.Resampling;

/// <summary>
/// Converts a stream of samples to 16 kHz. Output sample m is the band-limited input at exactly m / 16,000 s: the filter's delay is taken out by waiting for the input that it
/// reaches ahead (1.5 ms, or 24 input samples below 16 kHz). Before its start and after its end the input is silence. Any chunking gives the same bits.
/// </summary>
internal sealed class Resampler
{
    /// <summary>Input samples taken at a time, beyond what the filter reaches back: enough for moving those back to the buffer's start to cost little.</summary>
    private const int BlockSamples = 1_024;

    private readonly PolyphaseFilter _filter;
    private readonly RateRatio _ratio;
    private readonly float[] _buffer;
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
        _buffer = new float[_filter.RowLength + Math.Max(BlockSamples, _filter.RowLength)];
        (_wholeStep, _placeStep) = Math.DivRem(ratio.Down, ratio.Up);
        Reset();
    }

    /// <summary>Whether an output sample can be computed from what has been received.</summary>
    private bool IsReady => _window + _filter.RowLength <= _end;

    /// <summary>Room for more input. Empty only while <see cref="Read"/> has output to give.</summary>
    public Span<float> Space()
    {
        if (_window > 0 && !IsReady)
        {
            _buffer.AsSpan(_window.._end).CopyTo(_buffer);
            _end -= _window;
            _window = 0;
        }

        return _buffer.AsSpan(_end);
    }

    /// <summary>Says that input has been written to the start of <see cref="Space"/>.</summary>
    public void Received(int samples)
    {
        Debug.Assert(samples <= _buffer.Length - _end, "Space says how much fits.");
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

    /// <summary>Computes what is left after the last input, which is then followed by silence. Only <see cref="Reset"/> may follow the last of it.</summary>
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
        _buffer.AsSpan(0, _end).Clear();
        _place = 0;
        _received = 0;
        _produced = 0;
    }

    /// <summary>Where all outputs lie at input samples, they share one row.</summary>
    private int ReadGroups(Span<float> output)
    {
        int reach = (FirKernel.Group - 1) * _wholeStep + _filter.RowLength;
        int written = 0;
        for (; written + FirKernel.Group <= output.Length && _window + reach <= _end; written += FirKernel.Group)
        {
            FirKernel.SumsOfFourWindows(_buffer.AsSpan(_window, reach), _wholeStep, _filter.Rows, output.Slice(written, FirKernel.Group));
            _window += FirKernel.Group * _wholeStep;
        }

        return written;
    }

    private int ReadEach(Span<float> output)
    {
        int written = 0;
        for (; written < output.Length && IsReady; written++)
        {
            (int window, int row) = NextPosition();
            output[written] = FirKernel.Sum(_buffer.AsSpan(window, _filter.RowLength), _filter.Rows.Slice(row, _filter.RowLength));
        }

        return written;
    }

    private int ReadBetweenRows(Span<float> output)
    {
        int rowLength = _filter.RowLength;
        int written = 0;
        for (; written < output.Length && IsReady; written++)
        {
            (long row, long beyond) = Math.DivRem((long)_place * _filter.Grid, _ratio.Up);
            ReadOnlySpan<float> rows = _filter.Rows.Slice((int)row * rowLength, 2 * rowLength);
            (float before, float after) = FirKernel.SumsOfTwoRows(_buffer.AsSpan(_window, rowLength), rows[..rowLength], rows[rowLength..]);
            output[written] = before + (after - before) * beyond / _ratio.Up;
            NextPosition();
        }

        return written;
    }

    /// <summary>Where the next output's window begins in the buffer and, if the filter is exact, its row in the table; goes on to the one after.</summary>
    private (int Window, int Row) NextPosition()
    {
        (int, int) position = (_window, _place * _filter.RowLength);
        _window += _wholeStep;
        _place += _placeStep;
        if (_place >= _ratio.Up)
        {
            _place -= _ratio.Up;
            _window++;
        }

        return position;
    }
}
