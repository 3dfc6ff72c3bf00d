namespace Cascade.Dialogue;

/// <summary>
/// Tells the reply's own echo from the user: the microphone's loudness follows the reply's, later and fainter. Loudness in steps of 8 ms, compared at delays of up to half a second.
/// </summary>
/// <remarks>Speech resembles any reply at one of so many delays now and then. So it counts as an echo only at the delay at which the reply has been heard for a while, all through this conversation.</remarks>
internal sealed class EchoDetector
{
    private const int StepSamples = 128;
    private const int StepsPerSecond = SampleClock.SampleRateHz / StepSamples;
    private const int Window = 64; // about half a second
    private const int LongestDelay = 64;
    private const int MostJitter = 8;
    private const int Onset = 16; // steps, within which a detector hears an onset
    private const int Latest = 8; // steps, two frames
    private const double TooLoud = 2.5;
    private const double QuietPast = 0.4;
    private const double Similar = 0.88; // chance reaches 0.8 now and then among so many delays; an echo is above 0.9
    private const double Loudest = 0.7; // an echo is fainter than the reply itself
    private const int SameDelay = 4; // steps to either side
    private const int FramesToLearn = 12; // in a row at the same delay: longer than chance lasts
    private const int FramesToForget = 31; // about a second in which an echo should have been heard
    private const int KeptSteps = 30 * StepsPerSecond;

    private readonly List<float> _reply = [];
    private readonly float[] _microphone = new float[Window];
    private readonly long[] _played = new long[Window]; // the reply's step that was played then; negative if none
    private readonly int[] _since = new int[Window]; // steps since the reply began or went on
    private readonly Smoothing _replySmoothing = new();
    private readonly Smoothing _microphoneSmoothing = new();
    private long _firstStep; // of those kept
    private long _lastPlayed = -1;
    private int _steady;
    private Match? _known; // since the loudspeaker was heard for a while
    private Match? _candidate;
    private int _agreeing;
    private int _missing;
    private long _count;
    private double _pending;
    private int _pendingSamples;

    /// <summary>Begins another reply.</summary>
    public void Begin()
    {
        _reply.Clear();
        _firstStep = 0;
        _pending = 0;
        _pendingSamples = 0;
        _count = 0;
        _lastPlayed = -1;
        _steady = 0;
    }

    /// <summary>Takes in audio of the reply that is handed out.</summary>
    public void Said(ReadOnlySpan<byte> pcm16, int sampleRateHz)
    {
        int perStep = sampleRateHz / StepsPerSecond;
        ReadOnlySpan<short> samples = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(pcm16);
        foreach (short sample in samples)
        {
            _pending += (double)sample * sample;
            if (++_pendingSamples == perStep)
            {
                _reply.Add(_replySmoothing.Next(_pending / perStep));
                _pending = 0;
                _pendingSamples = 0;
            }
        }

        if (_reply.Count > 2 * KeptSteps)
        {
            _firstStep += KeptSteps;
            _reply.RemoveRange(0, KeptSteps);
        }
    }

    /// <summary>Takes in a frame of the microphone.</summary>
    /// <param name="pcm16">16 kHz mono.</param>
    /// <param name="position">The place in the reply that was played when the frame ended, or <see langword="null"/> if nothing was.</param>
    public void Heard(ReadOnlySpan<byte> pcm16, TimeSpan? position)
    {
        ReadOnlySpan<short> samples = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(pcm16);
        int steps = samples.Length / StepSamples;
        for (int step = 0; step < steps; step++)
        {
            double sum = 0;
            foreach (short sample in samples.Slice(step * StepSamples, StepSamples))
            {
                sum += (double)sample * sample;
            }

            int slot = (int)(_count++ % Window);
            _microphone[slot] = _microphoneSmoothing.Next(sum / StepSamples);
            _lastPlayed = position is { } place ? Follow((long)(place.TotalSeconds * StepsPerSecond) - (steps - step)) : -1;
            _played[slot] = _lastPlayed;
            _steady = _lastPlayed < 0 ? 0 : _steady + 1;
            _since[slot] = _steady;
        }

        if (position is not null && HasEnough())
        {
            Learn();
        }
    }

    /// <summary>Gets whether what the microphone hears is the reply.</summary>
    public bool IsEcho() =>
        _known is { } known && !IsLouder(known) && (!HasEnough() || Find(known.Delay - SameDelay, known.Delay + SameDelay) is not null); // with too little to compare it is likely

    // Only since the reply began or went on: before that, whoever made it pause was heard too.
    private bool HasEnough() => _steady >= Window;

    private void Learn()
    {
        if (_known is { } known)
        {
            (double heard, double said) = Loudness(known.Delay, Window);
            _missing = heard < QuietPast * known.Gain * said ? _missing + 1 : 0;
            _known = _missing < FramesToForget ? known : null;
        }

        Match? match = Find(0, LongestDelay - 1);
        _agreeing = match is { } found ? _candidate is { } before && Math.Abs(found.Delay - before.Delay) <= SameDelay ? _agreeing + 1 : 1 : 0;
        _candidate = match;
        if (_agreeing >= FramesToLearn)
        {
            _known = match;
            _missing = 0;
        }
    }

    // The most similar of the delays that are similar enough.
    private Match? Find(int from, int to)
    {
        Match? best = null;
        for (int delay = Math.Max(0, from); delay <= Math.Min(to, LongestDelay - 1); delay++)
        {
            (double correlation, double gain) = Compare(delay);
            if (correlation >= Similar && gain is > 0 and <= Loudest && correlation > (best?.Correlation ?? 0))
            {
                best = new Match(delay, correlation, gain);
            }
        }

        return best;
    }

    // Somebody who speaks over the echo is louder at once; the resemblance fades later.
    private bool IsLouder(Match known)
    {
        double most = 0;
        double heard = 0;
        for (int delay = Math.Max(0, known.Delay - SameDelay); delay <= known.Delay + SameDelay; delay++)
        {
            (heard, double said) = Loudness(delay, Latest);
            most = Math.Max(most, said);
        }

        return heard > TooLoud * known.Gain * most;
    }

    // The sums of the latest steps' loudness, of the microphone and of the reply.
    private (double Heard, double Said) Loudness(int delay, int steps)
    {
        double heard = 0, said = 0;
        int available = Math.Min(_steady, steps);
        for (int age = 0; age < available; age++)
        {
            int slot = (int)((_count - 1 - age) % Window);
            heard += _microphone[slot];
            said += Said(slot, delay);
        }

        return (heard, said);
    }

    // After a pause the loudspeaker is silent at first: the echo of the part before came before.
    private double Said(int slot, int delay)
    {
        long step = _played[slot] - delay - _firstStep;
        return _since[slot] > delay && step >= 0 && step < _reply.Count ? _reply[(int)step] : 0;
    }

    // Reports of the playback come in steps and late: the place moves on evenly unless they are far from it.
    private long Follow(long reported)
    {
        long expected = _lastPlayed + 1;
        long difference = reported - expected;
        return _lastPlayed < 0 || Math.Abs(difference) > MostJitter ? reported : expected + (_count % MostJitter == 0 ? Math.Sign(difference) : 0);
    }

    // Correlation, and how loud the echo is.
    private (double Correlation, double Gain) Compare(int delay)
    {
        double pastX = 0, pastY = 0;
        double n = 0, sumX = 0, sumY = 0, sumXx = 0, sumYy = 0, sumXy = 0;
        int available = Math.Min(_steady, Window);
        for (int age = 0; age < available; age++)
        {
            int slot = (int)((_count - 1 - age) % Window);
            double x = Said(slot, delay);
            double y = _microphone[slot];
            n++;
            pastX += age >= Onset ? x : 0;
            pastY += age >= Onset ? y : 0;
            sumX += x;
            sumY += y;
            sumXx += x * x;
            sumYy += y * y;
            sumXy += x * y;
        }

        double spreadX = sumXx - (sumX * sumX / n);
        double spreadY = sumYy - (sumY * sumY / n);
        double common = sumXy - (sumX * sumY / n);
        if (spreadX <= 0 || spreadY <= 0)
        {
            return (0, 0);
        }

        // A reply that was loud before the onset and could not be heard then has no echo now: somebody speaks.
        double gain = common / spreadX;
        return pastY < QuietPast * gain * pastX ? (0, gain) : (common / Math.Sqrt(spreadX * spreadY), gain);
    }

    private readonly record struct Match(int Delay, double Correlation, double Gain);

    // The mean of four steps, longer than a period of any voice: single steps depend on where they cut it.
    private sealed class Smoothing
    {
        private readonly double[] _powers = new double[4];
        private int _next;

        public float Next(double power)
        {
            _powers[_next] = power;
            _next = (_next + 1) % _powers.Length;
            return (float)Math.Sqrt(_powers.Sum() / _powers.Length);
        }
    }
}
