namespace Cascade;

/// <summary>
/// Cuts the mel spectrogram of audio into the pieces that a lip network takes, as audio arrives: one for each picture of 25 a second.
/// Picture i gets 16 columns (200 ms) from column ⌊i × 80 / 25⌋ on. Serves one stream and one caller at a time.
/// </summary>
/// <remarks>
/// The last piece is the audio's last 16 columns, and ends the pieces, as <c>inference.py</c> of Rudrabha/Wav2Lip does. Three seconds give 72 pieces where 75 pictures last as long:
/// show the last picture on. Audio shorter than 16 columns gives one piece, silent after its end.
/// </remarks>
public sealed class LipSyncChunks
{
    /// <summary>The columns of a piece.</summary>
    public const int Columns = 16;

    /// <summary>The values of a piece: 80 bands × 16 columns.</summary>
    public const int Values = LipSyncMel.Bands * Columns;

    /// <summary>Pictures a second.</summary>
    public const int FramesPerSecond = 25;

    private readonly LipSyncMel _mel = new();
    private readonly float[] _column = new float[LipSyncMel.Bands];
    private readonly float[] _ring = new float[Values]; // column n is at n mod 16
    private bool _completed;
    private bool _ended;

    /// <summary>Gets how many pieces have been read, which is also the number of the next picture.</summary>
    public long ChunksRead { get; private set; }

    /// <summary>Gets the first column of a picture's piece: ⌊frame × 80 / 25⌋, so 0, 3, 6, 9, 12, 16.</summary>
    /// <param name="frame">The number of the picture, from 0.</param>
    /// <returns>The number of the column.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static long FirstColumn(long frame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        return frame * (SampleClock.SampleRateHz / LipSyncMel.HopSamples) / FramesPerSecond;
    }

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">Mono samples at 16 kHz, full scale at 1.</param>
    /// <exception cref="InvalidOperationException">The audio was completed before.</exception>
    public void Push(ReadOnlySpan<float> samples) => _mel.Push(samples);

    /// <summary>Says that the audio has ended, so that the last pieces can be read. Does nothing the second time.</summary>
    public void Complete()
    {
        _mel.Complete();
        _completed = true;
    }

    /// <summary>Gets the next picture's piece, where its audio has arrived. The last column is centred 187.5 ms after the first, and needs 25 ms more.</summary>
    /// <param name="chunk">Receives 1,280 values in the network's order: row b holds band b, the lowest first, of the 16 columns.</param>
    /// <returns><see langword="false"/> if there is no further piece yet, or none at all.</returns>
    /// <exception cref="ArgumentException">The span is shorter than 1,280.</exception>
    public bool TryRead(Span<float> chunk)
    {
        if (chunk.Length < Values)
        {
            throw new ArgumentException($"A piece has {Values} values, and the span has room for {chunk.Length}. Pass a span of {Values}.", nameof(chunk));
        }

        if (_ended || !TryReach(FirstColumn(ChunksRead) + Columns))
        {
            return false;
        }

        long start = _ended ? Math.Max(0, _mel.ColumnsRead - Columns) : FirstColumn(ChunksRead);
        Copy(start, chunk);
        ChunksRead++;
        return true;
    }

    /// <summary>Reads columns up to an end; where the audio ends before it, the last piece is due.</summary>
    private bool TryReach(long end)
    {
        while (_mel.ColumnsRead < end)
        {
            int place = (int)(_mel.ColumnsRead % Columns) * LipSyncMel.Bands;
            if (!_mel.TryRead(_column))
            {
                _ended = _completed;
                return _ended && _mel.ColumnsRead > 0;
            }

            _column.CopyTo(_ring, place);
        }

        return true;
    }

    private void Copy(long start, Span<float> chunk)
    {
        for (int i = 0; i < Columns; i++)
        {
            bool isThere = start + i < _mel.ColumnsRead;
            int place = (int)((start + i) % Columns) * LipSyncMel.Bands;
            for (int band = 0; band < LipSyncMel.Bands; band++)
            {
                chunk[(band * Columns) + i] = isThere ? _ring[place + band] : LipSyncMel.Silence;
            }
        }
    }
}
