namespace Cascade.Benchmarks.Load;

/// <summary>
/// Tells a leak from a plateau: compares what lives, and what is resident, after full collections. Between collections resident memory follows the collector's own rhythm, and garbage that
/// waits looks like a leak.
/// </summary>
internal sealed class LiveMemory
{
    // A server that has just been started fills its pools and queues: of the window, the first part is not compared.
    private const double FirstLook = 0.4;
    private const int SecondsPerLook = 10;
    private const int FewestLooks = 2;
    private const int MostLooks = 6;

    // Of each end, the median of so many parts of all looks.
    private const int Ends = 2;

    private readonly List<double> _liveMB = [];
    private readonly List<double> _residentMB = [];

    public double LastMB => _liveMB[^1];

    public double LastResidentMB => _residentMB[^1];

    /// <summary>By how much more lives in the later looks than in the earlier ones.</summary>
    public double GrowthMB => Growth(_liveMB);

    /// <summary>The same of resident memory, native memory included.</summary>
    public double ResidentGrowthMB => Growth(_residentMB);

    /// <summary>Gets the seconds of a window at whose end to collect: few, because the server stands still meanwhile.</summary>
    public static int[] LooksIn(int seconds)
    {
        int count = Math.Clamp(seconds / SecondsPerLook, FewestLooks, MostLooks);
        return [.. Enumerable.Range(0, count).Select(look => (int)Math.Round(seconds * (FirstLook + ((1 - FirstLook) * look / (count - 1))))).Select(second => Math.Max(1, second))];
    }

    public void Add(double liveMB, double residentMB)
    {
        _liveMB.Add(liveMB);
        _residentMB.Add(residentMB);
    }

    private static double Growth(List<double> looks)
    {
        int end = Math.Max(1, looks.Count / Ends);
        return Sample.Median([.. looks.TakeLast(end)]) - Sample.Median([.. looks.Take(end)]);
    }
}
