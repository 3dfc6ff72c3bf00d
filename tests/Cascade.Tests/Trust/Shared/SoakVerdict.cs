namespace Cascade.Tests.Trust;

/// <summary>
/// Whether a soak was passed: nothing happened that must not, every byte is accounted for, and after the warm-up nothing grew. Grown has what is larger, in the
/// median, in the last third of the samples than in the first.
/// </summary>
internal static class SoakVerdict
{
    /// <summary>What is warm-up: the runtime compiles, pools and arenas fill.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(5);

    /// <summary>A shorter soak has this part of itself as its warm-up, and its native memory, resident set and open handles are not judged: the runtime still loads and opens what it needs.</summary>
    public const double ShortWarmUp = 0.25;

    /// <summary>By which part memory may seem to grow.</summary>
    private const double MemoryNoise = 0.01;

    /// <summary>What pools that were not yet full, and the runtime, may come to occupy at any time. A hundredth of a small heap is less.</summary>
    private const long ManagedNoise = 1024 * 1024;

    /// <summary>By which number handles or threads may seem to grow: the thread pool comes and goes.</summary>
    private const int CountNoise = 2;

    /// <returns>What was not passed; nothing if all was.</returns>
    public static IReadOnlyList<string> Of(SoakTotals totals, IReadOnlyList<SoakSample> samples)
    {
        List<string> complaints = [];
        complaints.AddRange(totals.Failures.Take(10).Select(failure => $"{failure.Value} times {failure.Key}"));
        Add(totals.Frames > 0, $"no frame was inferred");
        Add(totals.Unaccounted == 0, $"{totals.Unaccounted} bytes are not accounted for");
        if (samples.Count > 0)
        {
            TimeSpan length = samples[^1].Elapsed;
            bool isLong = length >= 2 * WarmUp;
            TimeSpan warmUp = isLong ? WarmUp : ShortWarmUp * length;
            SoakSample[] judged = [.. samples.Where(sample => sample.Elapsed >= warmUp)];
            Judge("managed memory", sample => sample.ManagedBytes, first => Math.Max(ManagedNoise, (long)(first * MemoryNoise)));
            Judge("threads", sample => sample.Threads, _ => CountNoise);
            if (isLong)
            {
                Judge("open handles", sample => sample.Handles, _ => CountNoise);
                Judge("native memory", sample => sample.NativeBytes, first => (long)(first * MemoryNoise));
                Judge("resident memory", sample => sample.ResidentBytes, first => (long)(first * MemoryNoise));
            }

            void Judge(string name, Func<SoakSample, long> value, Func<long, long> noise)
            {
                (long first, long last) = Ends(judged, value);
                Add(last - first <= noise(first), $"{name} grew from {first} to {last}");
            }
        }

        return complaints;

        void Add(bool holds, FormattableString complaint)
        {
            if (!holds)
            {
                complaints.Add(FormattableString.Invariant(complaint));
            }
        }
    }

    /// <summary>The medians of the first and the last third.</summary>
    public static (long First, long Last) Ends(IReadOnlyList<SoakSample> samples, Func<SoakSample, long> value)
    {
        int third = Math.Max(1, samples.Count / 3);
        return (Median(samples.Take(third).Select(value)), Median(samples.TakeLast(third).Select(value)));
    }

    private static long Median(IEnumerable<long> values)
    {
        long[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
