namespace Cascade.Browser.Tests.Support;

/// <summary>Finds where in a recording a piece of audio comes from that went through a microphone and two conversions of rate.</summary>
internal static class Alignment
{
    private const int Window = Wav.SampleRate / 2;
    private const double MaximumSeconds = 1.5;

    /// <summary>How many seconds later the page's times are in the recording: the lag at which both have the highest correlation.</summary>
    /// <param name="audio">A segment's.</param>
    /// <param name="start">Where it begins, by the page's clock.</param>
    /// <param name="path">The recording.</param>
    public static double Find(short[] audio, double start, string path)
    {
        short[] recording = Wav.Read(File.ReadAllBytes(path));
        int skip = audio.Length / 2 - Window / 2;
        int from = (int)(start * Wav.SampleRate) + skip;
        int range = (int)(MaximumSeconds * Wav.SampleRate);
        int best = Enumerable.Range(-range, 2 * range)
            .Where(lag => from + lag >= 0 && from + lag + Window <= recording.Length)
            .MaxBy(lag => Correlation(audio.AsSpan(skip, Window), recording.AsSpan(from + lag, Window)));
        return best / (double)Wav.SampleRate;
    }

    /// <summary>Where in a recording these samples begin, -1 if nowhere. Each may be off by one: Chromium's full scale for positive samples is 32,767.</summary>
    public static int FindExactly(short[] audio, short[] recording) => Enumerable.Range(0, recording.Length - audio.Length + 1)
        .FirstOrDefault(start => !audio.Where((sample, i) => Math.Abs(sample - recording[start + i]) > 1).Any(), -1);

    private static double Correlation(ReadOnlySpan<short> left, ReadOnlySpan<short> right)
    {
        long product = 0;
        long energy = 1;
        for (int i = 0; i < left.Length; i++)
        {
            product += left[i] * right[i];
            energy += right[i] * right[i];
        }

        return product / Math.Sqrt(energy);
    }
}
