using Cascade.Visemes;

namespace Cascade;

/// <summary>
/// Finds the shapes of the mouth in speech, as audio arrives, without knowing its words. Serves voices that do not tell their phonemes. Looks 100 ms ahead.
/// Serves one stream and one caller at a time.
/// </summary>
/// <remarks>
/// A linear discriminant over 200 ms of Wav2Lip's mel spectrogram, learned from synthetic English speech. The opening of the mouth follows speech well, the shape of single sounds less so:
/// docs/visemes.md has the figures. Phonemes of the voice, where there are any, are better: <see cref="Viseme.FromPhonemes"/>.
/// </remarks>
public sealed class VisemeDetector
{
    private const int Step = 2; // columns: 25 ms
    private const float SilentBelow = -3; // 37.5 dB below the loudest of late
    private const float LeastChange = 0.2f;
    private const float LeastWeight = 0.2f;
    private const float Followed = 0.6f; // of a new judgment, against flicker

    private readonly LipSyncMel _mel = new();
    private readonly VisemeFeatures _features = new();
    private readonly VisemeModel _model;
    private readonly float[] _column = new float[LipSyncMel.Bands];
    private readonly float[] _evidence = new float[VisemeFeatures.Count];
    private readonly float[] _now = new float[VisemeModel.Shapes];
    private readonly float[] _smooth = new float[VisemeModel.Shapes];
    private readonly Queue<Viseme> _found = new();
    private float _opening;
    private Viseme? _last;
    private long _judged; // columns
    private bool _completed;

    /// <summary>Creates a detector.</summary>
    public VisemeDetector()
        : this(VisemeModel.Shared)
    {
    }

    internal VisemeDetector(VisemeModel model)
    {
        _model = model;
        _smooth[(int)VisemeShape.Sil] = 1;
    }

    /// <summary>Takes the next samples.</summary>
    /// <param name="samples">Mono samples at 16 kHz, full scale at 1: see <see cref="AudioConverter"/>.</param>
    /// <exception cref="InvalidOperationException">The audio was completed before.</exception>
    public void Push(ReadOnlySpan<float> samples)
    {
        _mel.Push(samples);
        Take();
    }

    /// <summary>Says that the audio has ended, so that the last shapes can be read; the very last one closes the mouth. Does nothing the second time.</summary>
    public void Complete()
    {
        if (_completed)
        {
            return;
        }

        _completed = true;
        _mel.Complete();
        Take();
        Array.Fill(_column, LipSyncMel.Silence);
        for (int i = 0; i < VisemeFeatures.Ahead; i++)
        {
            Judge();
        }

        if (_last is not null)
        {
            Find(VisemeShape.Sil, SampleClock.ToTime(_mel.SamplesPushed), 1);
        }
    }

    /// <summary>Gets the next shape, once it is known.</summary>
    /// <param name="viseme">Its start is the time since the first sample.</param>
    /// <returns><see langword="false"/> if there is none yet.</returns>
    public bool TryRead(out Viseme viseme) => _found.TryDequeue(out viseme);

    private void Take()
    {
        while (_mel.TryRead(_column))
        {
            Judge();
        }
    }

    private void Judge()
    {
        if (!_features.Add(_column))
        {
            return;
        }

        long position = _judged * LipSyncMel.HopSamples;
        if (_judged++ % Step != 0 || position >= _mel.SamplesPushed)
        {
            return; // at the very end the mouth closes
        }

        _features.Write(_evidence);
        float opening = _model.Judge(_evidence, _now);
        if (_features.Level < SilentBelow)
        {
            Array.Clear(_now);
            _now[(int)VisemeShape.Sil] = 1;
            opening = 0;
        }

        int best = 0;
        _opening += Followed * (opening - _opening);
        for (int shape = 0; shape < VisemeModel.Shapes; shape++)
        {
            _smooth[shape] += Followed * (_now[shape] - _smooth[shape]);
            best = _smooth[shape] > _smooth[best] ? shape : best;
        }

        float most = MouthOpening.Of((VisemeShape)best);
        float weight = most > 0 ? Math.Clamp(_opening / most, LeastWeight, 1) : 1;
        Find((VisemeShape)best, SampleClock.ToTime(position), weight);
    }

    private void Find(VisemeShape shape, TimeSpan start, float weight)
    {
        if (_last is not { } last || last.Shape != shape || Math.Abs(last.Weight - weight) >= LeastChange)
        {
            _last = new Viseme(shape, start, weight);
            _found.Enqueue(_last.Value);
        }
    }
}
