namespace Cascade.Visemes;

/// <summary>
/// The evidence for the shape at a column: the mel spectrogram in sixteen wide bands, now and 37.5 and 75 ms to both sides, relative to the loudest of late and to the voice's
/// usual spectrum, so that volume and timbre do not count.
/// </summary>
internal sealed class VisemeFeatures
{
    /// <summary>The values of one column's evidence.</summary>
    public const int Count = Wide * Places;

    /// <summary>The columns after one that its evidence needs.</summary>
    public const int Ahead = 6;

    private const int Wide = 16;
    private const int PerWide = LipSyncMel.Bands / Wide;
    private const int Step = 3;
    private const int Places = 5;
    private const int Kept = (2 * Ahead) + 1;

    /// <summary>The loudness of a voice that has not spoken yet, and how fast a loud one is forgotten: by half of the scale's range in ten seconds.</summary>
    private const float UsualLoudness = 0.5f;
    private const float Forgotten = 4f / 800;

    /// <summary>The columns of speech after which the voice's own spectrum counts as much as the usual one.</summary>
    private const float Trusted = 80;
    private const float Audible = -2.5f;

    /// <summary>Roughly a voice's spectrum below its loudest band. The weights are learned relative to these values, so that no exact ones are needed.</summary>
    private static readonly float[] s_usual = [-1.5f, -1.5f, -1.5f, -1.7f, -1.9f, -2.1f, -2.3f, -2.5f, -2.6f, -2.6f, -2.6f, -2.6f, -2.6f, -2.7f, -2.8f, -2.9f];

    private readonly float[] _ring = new float[Kept * Wide];
    private readonly float[] _loudness = new float[Kept];
    private readonly float[] _sums = new float[Wide]; // of this voice's differences from the usual spectrum
    private float _heard = Trusted;
    private long _columns;
    private float _loudest = UsualLoudness;

    public VisemeFeatures() => Array.Fill(_ring, LipSyncMel.Silence);

    /// <summary>Takes the next column.</summary>
    /// <param name="column">80 bands.</param>
    /// <returns>Whether the evidence of the column <see cref="Ahead"/> columns before is there.</returns>
    public bool Add(ReadOnlySpan<float> column)
    {
        int at = (int)(_columns % Kept);
        float loudest = LipSyncMel.Silence;
        for (int wide = 0; wide < Wide; wide++)
        {
            float sum = 0;
            for (int i = 0; i < PerWide; i++)
            {
                sum += column[(wide * PerWide) + i];
            }

            _ring[(at * Wide) + wide] = sum / PerWide;
            loudest = Math.Max(loudest, sum / PerWide);
        }

        _loudness[at] = loudest;
        _loudest = Math.Max(Math.Max(_loudest - Forgotten, loudest), LipSyncMel.Silence / 2);
        Learn(at);
        _columns++;
        return _columns > Ahead;
    }

    /// <summary>Writes the evidence of the column <see cref="Ahead"/> columns before the newest.</summary>
    public void Write(Span<float> evidence)
    {
        for (int place = 0; place < Places; place++)
        {
            // Columns before the first are silent: the ring is filled with silence.
            int at = (int)((_columns - 1 - Ahead + ((place - (Places / 2)) * Step) + Kept) % Kept);
            for (int wide = 0; wide < Wide; wide++)
            {
                evidence[(place * Wide) + wide] = _ring[(at * Wide) + wide] - _loudest - s_usual[wide] - (_sums[wide] / _heard);
            }
        }
    }

    private void Learn(int at)
    {
        if (_loudness[at] - _loudest < Audible)
        {
            return;
        }

        _heard++;
        for (int wide = 0; wide < Wide; wide++)
        {
            _sums[wide] += _ring[(at * Wide) + wide] - _loudest - s_usual[wide];
        }
    }

    /// <summary>Gets how far the column <see cref="Ahead"/> columns before the newest is below the loudest of late: 0, or less.</summary>
    public float Level => _loudness[(int)((_columns - 1 - Ahead + Kept) % Kept)] - _loudest;
}
