namespace Cascade.Benchmarks;

/// <summary>When code is as fast as it gets.</summary>
internal static class Jit
{
    /// <summary>What is called often is compiled anew in the background, 100 ms after the last new method, with a single processor ten times as long after it.</summary>
    public static readonly TimeSpan TierDelay = TimeSpan.FromMilliseconds(Environment.ProcessorCount == 1 ? 1500 : 150);
}
