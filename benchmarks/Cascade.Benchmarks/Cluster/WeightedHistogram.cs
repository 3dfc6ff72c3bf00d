namespace Cascade.Benchmarks.Cluster;

/// <summary>Times with weights, in buckets that are 2 % wide.</summary>
internal sealed class WeightedHistogram
{
    private const double Least = 1e-3; // ms
    private const double Width = 1.02;

    private readonly double[] _weights = new double[1_100]; // up to 2,900 s

    public double Count { get; private set; }

    public double LongestMilliseconds { get; private set; }

    public void Add(double milliseconds, double weight = 1)
    {
        int bucket = (int)Math.Clamp(Math.Log(Math.Max(milliseconds, Least) / Least, Width), 0, _weights.Length - 1);
        _weights[bucket] += weight;
        Count += weight;
        LongestMilliseconds = Math.Max(LongestMilliseconds, milliseconds);
    }

    /// <summary>Gets the time below which a part of all weight lies; 0 without any.</summary>
    public double Milliseconds(double part)
    {
        double left = part * Count;
        for (int i = 0; i < _weights.Length && Count > 0; i++)
        {
            left -= _weights[i];
            if (left <= 0)
            {
                return Math.Min(Least * Math.Pow(Width, i + 0.5), LongestMilliseconds);
            }
        }

        return LongestMilliseconds;
    }
}
