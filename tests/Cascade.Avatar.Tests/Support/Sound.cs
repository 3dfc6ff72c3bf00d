namespace Cascade.Avatar.Tests.Support;

/// <summary>Audio at 16 kHz whose loud parts are known.</summary>
internal static class Sound
{
    /// <summary>Silence with noise in some parts, PCM16.</summary>
    public static byte[] Bursts(double seconds, params (double From, double To)[] loud)
    {
        Random random = new(7);
        float[] samples = new float[(int)(seconds * SampleClock.SampleRateHz)];
        foreach ((double from, double to) in loud)
        {
            for (int i = (int)(from * SampleClock.SampleRateHz); i < (int)(to * SampleClock.SampleRateHz); i++)
            {
                samples[i] = (random.NextSingle() - 0.5f) * 0.8f;
            }
        }

        return AudioConverter.ToPcm16(samples);
    }

    /// <summary>Finds where it becomes loud, in seconds, and where it becomes silent again for a tenth of a second.</summary>
    public static List<(double From, double To)> Find(float[] samples)
    {
        const int Least = 1_600;
        List<(double, double)> found = [];
        int last = -1;
        int first = -1;
        for (int i = 0; i <= samples.Length; i++)
        {
            if (i < samples.Length && Math.Abs(samples[i]) > 0.05f)
            {
                first = first < 0 ? i : first;
                last = i;
            }
            else if (first >= 0 && (i == samples.Length || i - last > Least))
            {
                found.Add((first / 16_000.0, (last + 1) / 16_000.0));
                first = -1;
            }
        }

        return found;
    }
}
