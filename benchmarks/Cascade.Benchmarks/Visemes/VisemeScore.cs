using Cascade.Visemes;

namespace Cascade.Benchmarks.Visemes;

/// <summary>How well shapes found in audio agree with those of the voice's phonemes, column by column.</summary>
internal sealed class VisemeScore
{
    private const float Open = 0.5f; // a vowel's mouth
    private const float Closed = 0.1f;

    private readonly List<Viseme> _truth = [];
    private readonly List<Viseme> _found = [];
    private readonly List<float> _loudness = [];

    /// <summary>Lets a detector hear a sentence in pieces of 100 ms.</summary>
    public void Add(VisemeSpeech speech, VisemeModel model)
    {
        VisemeDetector detector = new(model);
        List<Viseme> found = [];
        foreach (float[] piece in speech.Samples.Chunk(SampleClock.SampleRateHz / 10))
        {
            detector.Push(piece);
        }

        detector.Complete();
        while (detector.TryRead(out Viseme viseme))
        {
            found.Add(viseme);
        }

        float[] mel = LipSyncMel.Compute(speech.Samples);
        int columns = mel.Length / LipSyncMel.Bands;
        _truth.AddRange(VisemeSpeech.AtColumns(speech.Truth, columns));
        _found.AddRange(VisemeSpeech.AtColumns(found, columns));
        _loudness.AddRange(Enumerable.Range(0, columns).Select(column => mel.AsSpan(column * LipSyncMel.Bands, LipSyncMel.Bands).ToArray().Average()));
    }

    public (string, double)[] Figures() =>
    [
        ("opening r", Correlation(_found.Select(viseme => viseme.Openness))),
        ("of loudness r", Correlation(_loudness)),
        ("closed in silence %", 100 * Share(truth => truth.Shape == VisemeShape.Sil, found => found.Openness <= Closed)),
        ("open in vowels %", 100 * Share(truth => truth.Openness >= Open, found => found.Openness > 0.25f)),
        ("same shape %", 100 * Share(_ => true, (truth, found) => truth.Shape == found.Shape)),
        ("same shape in speech %", 100 * Share(truth => truth.Shape != VisemeShape.Sil, (truth, found) => truth.Shape == found.Shape)),
    ];

    private double Share(Func<Viseme, bool> which, Func<Viseme, bool> holds) => Share(which, (_, found) => holds(found));

    private double Share(Func<Viseme, bool> which, Func<Viseme, Viseme, bool> holds) =>
        _truth.Zip(_found).Where(pair => which(pair.First)).Average(pair => holds(pair.First, pair.Second) ? 1.0 : 0);

    private double Correlation(IEnumerable<float> values)
    {
        double[] a = [.. values.Select(value => (double)value)];
        double[] b = [.. _truth.Select(viseme => (double)viseme.Openness)];
        double meanA = a.Average();
        double meanB = b.Average();
        double together = a.Zip(b).Sum(pair => (pair.First - meanA) * (pair.Second - meanB));
        return together / Math.Sqrt(a.Sum(value => Math.Pow(value - meanA, 2)) * b.Sum(value => Math.Pow(value - meanB, 2)));
    }
}
