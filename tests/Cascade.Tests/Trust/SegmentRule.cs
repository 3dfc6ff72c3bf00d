namespace Cascade.Tests.Trust;

/// <summary>A segment as the options' documentation has it.</summary>
internal sealed record SegmentRule(long Start, long End, SegmentEnd EndedBy, bool Continues)
{
    private const int Frame = 512;

    /// <summary>The segments of a stream of so many frames that is flushed at its end.</summary>
    public static List<SegmentRule> Of(float[] probabilities, SpeechSettings options)
    {
        List<SegmentRule> found = [];
        double exit = options.EffectiveExitThreshold;
        long pad = Samples(options.SpeechPad);
        long end = probabilities.Length * (long)Frame;
        for (int onset = NextSpeech(0); onset >= 0;)
        {
            int offset = FindOffset(onset, out int silence);
            AddSpeech(onset, offset, silence);
            onset = offset < 0 ? -1 : NextSpeech(offset + 1);
        }

        return found;

        int NextSpeech(int from) => Array.FindIndex(probabilities, Math.Min(from, probabilities.Length), p => p >= options.Threshold);

        // The frame with which speech that begins with an onset is known to have ended, and the one with which the silence before it began.
        int FindOffset(int onset, out int silence)
        {
            silence = -1;
            for (int i = onset + 1; i < probabilities.Length; i++)
            {
                silence = probabilities[i] >= options.Threshold ? -1 : silence < 0 && probabilities[i] < exit ? i : silence;
                if (silence >= 0 && probabilities[i] < exit && TimeOf(i - silence) >= options.MinimumSilence)
                {
                    return i;
                }
            }

            return -1;
        }

        void AddSpeech(int onset, int offset, int silence)
        {
            long start = Math.Max(found.Count > 0 ? found[^1].End : 0, (onset * (long)Frame) - pad);
            long speech = onset * (long)Frame; // where the part that may be too long begins
            bool continues = false;
            int last = offset < 0 ? probabilities.Length : offset;
            List<(long Start, long End)> pauses = [];
            int quiet = -1;
            bool suspended = false;
            for (int i = onset; i < last; i++)
            {
                long now = i * (long)Frame;
                if (probabilities[i] >= options.Threshold)
                {
                    if (suspended)
                    {
                        (start, speech, continues, suspended) = (Math.Max(found[^1].End, now - pad), now, true, false);
                        pauses.Clear();
                    }
                    else if (quiet >= 0 && now - (quiet * (long)Frame) > Samples(options.MinimumSilenceAtMaximumSpeech))
                    {
                        pauses.Add((quiet * (long)Frame, now));
                    }

                    quiet = -1;
                }
                else if (quiet < 0 && probabilities[i] < exit)
                {
                    quiet = i;
                }

                if (suspended || now - speech <= Samples(options.MaximumSpeech) - Frame - (2 * pad))
                {
                    continue;
                }

                if (pauses.Count > 0)
                {
                    (long from, long to) = options.MaximumSpeechCut == MaximumSpeechCut.LastSilence ? pauses[^1] : pauses.OrderByDescending(p => p.End - p.Start).First();
                    long margin = Math.Min(pad, (to - from) / 2);
                    found.Add(new SegmentRule(start, from + margin, SegmentEnd.MaximumSpeech, continues));
                    (start, speech) = (to - margin, to);
                }
                else if (quiet >= 0)
                {
                    found.Add(new SegmentRule(start, Math.Min((quiet * (long)Frame) + pad, now), SegmentEnd.MaximumSpeech, continues));
                    suspended = true;
                }
                else
                {
                    found.Add(new SegmentRule(start, now, SegmentEnd.MaximumSpeech, continues));
                    (start, speech) = (now, now);
                }

                pauses.Clear();
                continues = true;
            }

            long speechEnd = offset < 0 ? end : silence * (long)Frame;
            if (!suspended && (continues || speechEnd - speech > Samples(options.MinimumSpeech)))
            {
                long known = offset < 0 ? end : (offset + 1) * (long)Frame;
                found.Add(new SegmentRule(start, Math.Min(offset < 0 ? end : speechEnd + pad, known), offset < 0 ? SegmentEnd.Flush : SegmentEnd.Silence, continues));
            }
        }

        static TimeSpan TimeOf(long frames) => TimeSpan.FromTicks(frames * Frame * 625);
    }

    private static long Samples(TimeSpan time) => time.Ticks / 625;
}
