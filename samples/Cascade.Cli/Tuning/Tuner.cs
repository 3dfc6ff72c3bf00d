namespace Cascade.Cli.Tuning;

/// <summary>
/// Compares all settings on one recording whose probabilities are known. What is recommended must have shown on audio that it was not chosen on that it beats the defaults:
/// the recording is cut into parts, for each part settings are chosen on all the others, and the part is what they are measured on.
/// </summary>
internal sealed class Tuner
{
    // Less than this is no difference: among settings so near the best, those nearest to the defaults are taken.
    private const double Tolerance = 0.001;

    private readonly SpeechUnits _labels;
    private readonly int[] _borders;
    private readonly Candidate[] _candidates = CandidateGrid.All;
    private readonly Counts[][] _counts; // of each candidate, of each part

    private readonly TuningGoal _goal;

    private Tuner(SpeechTimestamps found, SpeechUnits labels, TuningGoal goal, int parts, TimeSpan minimumSpeech, CancellationToken cancellationToken)
    {
        _goal = goal;
        _labels = labels;
        _borders = [.. Enumerable.Range(0, parts + 1).Select(i => (int)((long)labels.Count * i / parts))];
        _counts = new Counts[_candidates.Length][];
        Parallel.For(0, _candidates.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
            _counts[i] = Compare(found.Resegment(_candidates[i].ToOptions(minimumSpeech)).Speech));
    }

    public static TuningResult Tune(
        SpeechTimestamps found, SpeechUnits labels, TuningGoal goal, int parts, TimeSpan minimumSpeech, CancellationToken cancellationToken) =>
        new Tuner(found, labels, goal, parts, minimumSpeech, cancellationToken).Conclude();

    private TuningResult Conclude()
    {
        int defaults = Array.IndexOf(_candidates, Candidate.Default);
        int[] all = [.. Enumerable.Range(0, _borders.Length - 1)];
        int best = Choose(all);
        TuningPart[] parts = [.. all.Select(part =>
        {
            int chosen = Choose([.. all.Where(other => other != part)]);
            return new TuningPart(_borders[part], _borders[part + 1], _candidates[chosen], _counts[chosen][part], _counts[defaults][part]);
        })];
        return new TuningResult
        {
            Goal = _goal,
            Units = _labels.Count,
            Defaults = new TuningScore(Candidate.Default, Sum(defaults, all)),
            Best = new TuningScore(_candidates[best], Sum(best, all)),
            Parts = parts,
            Curve = [.. CandidateGrid.Thresholds.Select(threshold => Curve(threshold, all))],
        };
    }

    private ThresholdScore Curve(double threshold, int[] all)
    {
        int[] same = [.. Enumerable.Range(0, _candidates.Length).Where(i => _candidates[i].Threshold == threshold)];
        int plain = same.First(i => CandidateGrid.IsDefaultButForThreshold(_candidates[i]));
        return new ThresholdScore(threshold, Sum(plain, all).Score(_goal), same.Max(i => Sum(i, all).Score(_goal)));
    }

    private int Choose(int[] parts)
    {
        double[] scores = [.. Enumerable.Range(0, _candidates.Length).Select(i => Sum(i, parts).Score(_goal))];
        double enough = scores.Max() - Tolerance;
        return Enumerable.Range(0, _candidates.Length).Where(i => scores[i] >= enough).MinBy(i => (_candidates[i].Distance, -scores[i]));
    }

    private Counts[] Compare(IReadOnlyList<SpeechTimestamp> speech) => [.. Enumerable.Range(0, _borders.Length - 1).Select(part => _labels.Compare(speech, _borders[part], _borders[part + 1]))];

    private Counts Sum(int candidate, int[] parts)
    {
        Counts sum = default;
        foreach (int part in parts)
        {
            sum += _counts[candidate][part];
        }

        return sum;
    }
}
