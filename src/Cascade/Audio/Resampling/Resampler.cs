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

    /// <summary>Outputs computed together where all use the same row.</summary>
    private const int Group = 4;

    private readonly PolyphaseFilter _filter;
    private readonly RateRatio _ratio;
    private readonly float[] _buffer;
    private int _window; // where the next output's window begins in the buffer
    private int _end; // where the samples end in the buffer
    private long _place; // the next output lies _place / Up after an input sample
    private long _received;
    private long _produced;

    public Resampler(RateRatio ratio)
    {
        _filter = PolyphaseFilter.For(ratio);
        _ratio = ratio;
        _buffer = new float[_filter.Taps + Math.Max(BlockSamples, _filter.Taps)];
        Reset();
    }

    /// <summary>Whether an output sample can be computed from what has been received.</summary>
    private bool IsReady => _window + _filter.Taps <= _end;

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
        int written = 0;
        if (_ratio.Up == 1)
        {
            int step = _ratio.Down;
            ReadOnlySpan<float> row = _filter.Row(0);
            for (; written + Group <= output.Length && _window + _filter.Taps + (Group - 1) * step <= _end; written += Group)
            {
                FirKernel.SumsOfFourWindows(_buffer.AsSpan(_window.._end), step, row, output[written..]);
                _window += Group * step;
            }
        }

        for (; written < output.Length && IsReady; written++)
        {
            output[written] = Next();
        }

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

    private float Next()
    {
        ReadOnlySpan<float> window = _buffer.AsSpan(_window, _filter.Taps);
        float output = _filter.IsExact ? FirKernel.Sum(window, _filter.Row((int)_place)) : Interpolate(window);
        _place += _ratio.Down;
        (long samples, _place) = Math.DivRem(_place, _ratio.Up);
        _window += (int)samples;
        return output;
    }

    private float Interpolate(ReadOnlySpan<float> window)
    {
        (long row, long beyond) = Math.DivRem(_place * _filter.Grid, _ratio.Up);
        (float before, float after) = FirKernel.SumsOfTwoRows(window, _filter.Row((int)row), _filter.Row((int)row + 1));
        return before + (after - before) * beyond / _ratio.Up;
    }
}
