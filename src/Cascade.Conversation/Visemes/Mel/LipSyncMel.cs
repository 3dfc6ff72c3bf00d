using Cascade.Visemes.Mel;

namespace Cascade;

/// <summary>
/// Computes the mel spectrogram that Wav2Lip's networks listen to, as audio arrives. There are 80 columns a second, each of 80 bands, with values between −4 (silence) and 4.
/// The columns do not depend on how the audio is cut. Serves one stream and one caller at a time.
/// </summary>
/// <remarks>
/// Source: <c>audio.py</c> and <c>hparams.py</c> of Rudrabha/Wav2Lip. Pre-emphasis is 0.97. The window is a periodic Hann window of 800 samples, centred, with the ends mirrored.
/// The magnitudes go into 80 Slaney bands from 55 to 7,600 Hz. Then <c>20·log10(max(1e-5, x)) − 20</c> gives decibels, and <c>8·(dB + 100) / 100 − 4</c> the scale.
/// </remarks>
public sealed class LipSyncMel
{
    /// <summary>The bands of a column, the lowest first.</summary>
    public const int Bands = MelBank.Bands;

    /// <summary>The samples from one column to the next, at 16 kHz: 12.5 ms.</summary>
    public const int HopSamples = 200;

    /// <summary>The value of a band without sound.</summary>
    public const float Silence = -4;

    private const int HalfWindow = SpectrumTransform.Size / 2;

    /// <summary>The samples left of the newest window that mirroring the end may need.</summary>
    private const int Kept = 2 * SpectrumTransform.Size;

    private readonly SpectrumTransform _transform = new();
    private readonly double[] _window = new double[SpectrumTransform.Size];
    private readonly double[] _magnitudes = new double[SpectrumTransform.Bins];
    private double[] _samples = new double[4 * Kept]; // after pre-emphasis
    private int _count;
    private long _origin; // the position in the stream of _samples[0]
    private float _previous;
    private bool _completed;

    /// <summary>Gets how many samples have been pushed.</summary>
    public long SamplesPushed => _origin + _count;

    /// <summary>Gets how many columns have been read. Column n is centred at sample n × 200.</summary>
    public long ColumnsRead { get; private set; }

    /// <summary>Computes all columns of a recording: one for each 200 samples, and one. None where there is no sample.</summary>
    /// <param name="samples">Mono samples at 16 kHz, full scale at 1.</param>
    /// <returns>Columns one after the other: band b of column n is at n × 80 + b.</returns>
    public static float[] Compute(ReadOnlySpan<float> samples)
    {
        LipSyncMel mel = new();
        mel.Push(samples);
        mel.Complete();
        float[] columns = new float[ColumnsOf(samples.Length) * Bands];
        for (int start = 0; start < columns.Length; start += Bands)
        {
            mel.TryRead(columns.AsSpan(start, Bands));
        }

        return columns;
    }

    /// <summary>Takes the next samples. Read the columns between pushes: samples that no column was read from are kept.</summary>
    /// <param name="samples">Mono samples at 16 kHz, full scale at 1.</param>
    /// <exception cref="InvalidOperationException">The audio was completed before.</exception>
    public void Push(ReadOnlySpan<float> samples)
    {
        if (_completed)
        {
            throw new InvalidOperationException("The audio of this spectrogram was completed. Create another one for the next audio.");
        }

        MakeRoom(samples.Length);
        foreach (float sample in samples)
        {
            // The first sample has none before it: _previous is 0.
            _samples[_count++] = sample - (0.97 * _previous);
            _previous = sample;
        }
    }

    /// <summary>Says that the audio has ended, so that the last columns can be read. Does nothing the second time.</summary>
    public void Complete() => _completed = true;

    /// <summary>Gets the next column, where the audio that it needs has arrived: the 400 samples after its centre, or the end.</summary>
    /// <param name="column">Receives 80 values, the lowest band first.</param>
    /// <returns><see langword="false"/> if there is no further column yet, or none at all.</returns>
    /// <exception cref="ArgumentException">The span is shorter than 80.</exception>
    public bool TryRead(Span<float> column)
    {
        if (column.Length < Bands)
        {
            throw new ArgumentException($"A column has {Bands} values, and the span has room for {column.Length}. Pass a span of {Bands}.", nameof(column));
        }

        long start = (ColumnsRead * HopSamples) - HalfWindow;
        if (!IsReady(start))
        {
            return false;
        }

        Gather(start);
        _transform.Magnitudes(_window, _magnitudes);
        MelBank.Shared.Apply(_magnitudes, column);
        ColumnsRead++;
        return true;
    }

    /// <summary>Columns of so many samples, as the reference counts them: one centred at each whole hop, the end included.</summary>
    internal static int ColumnsOf(int samples) => samples == 0 ? 0 : 1 + (samples / HopSamples);

    /// <summary>A window before the first sample mirrors it: the first column needs one sample more than the half of its window.</summary>
    private bool IsReady(long start) => _completed
        ? SamplesPushed > 0 && ColumnsRead <= SamplesPushed / HopSamples
        : SamplesPushed >= Math.Max(start + SpectrumTransform.Size, HalfWindow + 1);

    private void Gather(long start)
    {
        if (start >= 0 && start + SpectrumTransform.Size <= SamplesPushed)
        {
            _samples.AsSpan((int)(start - _origin), SpectrumTransform.Size).CopyTo(_window);
            return;
        }

        for (int i = 0; i < _window.Length; i++)
        {
            _window[i] = _samples[Mirror(start + i, SamplesPushed) - _origin];
        }
    }

    /// <summary>Positions outside of the audio are mirrored at its first and last sample, again and again where the audio is shorter than the window.</summary>
    private static long Mirror(long position, long length)
    {
        if (length == 1)
        {
            return 0;
        }

        long period = 2 * (length - 1);
        long within = ((position % period) + period) % period;
        return within < length ? within : period - within;
    }

    private void MakeRoom(int more)
    {
        long needed = Math.Max(0, (ColumnsRead * HopSamples) - Kept);
        int unneeded = (int)Math.Min(_count, needed - _origin);
        if (unneeded > 0 && _count + more > _samples.Length)
        {
            _samples.AsSpan(unneeded, _count - unneeded).CopyTo(_samples);
            _count -= unneeded;
            _origin += unneeded;
        }

        if (_count + more > _samples.Length)
        {
            Array.Resize(ref _samples, Math.Max(2 * _samples.Length, _count + more));
        }
    }
}
