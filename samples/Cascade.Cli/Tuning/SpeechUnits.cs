namespace Cascade.Cli.Tuning;

/// <summary>Which units of 10 ms are speech by the labels: those whose middle lies in one. Sums tell how many there are in any range at once.</summary>
internal sealed class SpeechUnits
{
    public const int UnitSamples = SampleClock.SampleRateHz / 100;

    private readonly int[] _before; // speech units before each unit, and at the end all of them

    public SpeechUnits(IEnumerable<(double Start, double End)> labels, long samples)
    {
        int count = (int)(samples / UnitSamples);
        bool[] isSpeech = new bool[count];
        foreach ((double start, double end) in labels)
        {
            (int first, int last) = (Unit(start * SampleClock.SampleRateHz, count), Unit(end * SampleClock.SampleRateHz, count));
            Array.Fill(isSpeech, true, first, last - first);
        }

        _before = new int[count + 1];
        for (int i = 0; i < count; i++)
        {
            _before[i + 1] = _before[i] + (isSpeech[i] ? 1 : 0);
        }
    }

    /// <summary>How many units there are.</summary>
    public int Count => _before.Length - 1;

    /// <summary>How many units are speech.</summary>
    public int Speech => _before[^1];

    /// <summary>Compares what was found with the labels, in the units from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    public Counts Compare(IReadOnlyList<SpeechTimestamp> found, int first, int end)
    {
        int hits = 0;
        int foundUnits = 0;
        foreach (SpeechTimestamp s in found)
        {
            int from = Math.Clamp(Unit(s.StartSample, Count), first, end);
            int to = Math.Clamp(Unit(s.EndSample, Count), first, end);
            hits += _before[to] - _before[from];
            foundUnits += to - from;
        }

        return new Counts(hits, foundUnits - hits, _before[end] - _before[first] - hits);
    }

    // The first unit whose middle is not before a position.
    private static int Unit(double sample, int count) => (int)Math.Clamp(Math.Ceiling((sample / UnitSamples) - 0.5), 0, count);
}
