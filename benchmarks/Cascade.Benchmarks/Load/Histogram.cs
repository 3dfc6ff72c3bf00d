namespace Cascade.Benchmarks.Load;

/// <summary>Durations, counted in steps of a tenth of a millisecond. Any thread may add.</summary>
internal sealed class Histogram
{
    private const double StepsPerSecond = 10_000;
    private const int Steps = 300_000; // half a minute; longer ones count as the longest

    private readonly int[] _counts = new int[Steps];
    private long _longest;

    public long Count => _counts.Sum(count => (long)count);

    public double LongestMilliseconds => TimeSpan.FromTicks(Volatile.Read(ref _longest)).TotalMilliseconds;

    public void Add(TimeSpan duration)
    {
        int step = Math.Clamp((int)(duration.TotalSeconds * StepsPerSecond), 0, Steps - 1);
        Interlocked.Increment(ref _counts[step]);
        long longest;
        while (duration.Ticks > (longest = Volatile.Read(ref _longest)) && Interlocked.CompareExchange(ref _longest, duration.Ticks, longest) != longest)
        {
        }
    }

    /// <summary>The upper end of the step in which a part of the durations is reached; 0 if there are none.</summary>
    public double Milliseconds(double part)
    {
        long left = (long)Math.Ceiling(Count * part);
        for (int step = 0; step < Steps && left > 0; step++)
        {
            left -= Volatile.Read(ref _counts[step]);
            if (left <= 0)
            {
                return (step + 1) * 1000 / StepsPerSecond;
            }
        }

        return 0;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        Volatile.Write(ref _longest, 0);
    }
}
