using System.Runtime;

namespace Cascade.Benchmarks;

/// <summary>When code is as fast as it gets.</summary>
internal static class Jit
{
    private const int MostRounds = 12; // more than there are tiers: something else is compiled all the time

    /// <summary>What is called often is compiled anew in the background, 100 ms after the last new method, with a single processor ten times as long after it.</summary>
    public static readonly TimeSpan TierDelay = TimeSpan.FromMilliseconds(Environment.ProcessorCount == 1 ? 1500 : 150);

    /// <summary>
    /// Runs something until nothing of it is compiled any more. Twice is too few: a method that is called often first becomes one that counts what it does, which
    /// is slower, and only from those counts the fast one.
    /// </summary>
    /// <param name="run">Calls everything that will be timed at least 30 times.</param>
    public static void Settle(Action run)
    {
        long compiled;
        int rounds = 0;
        do
        {
            compiled = JitInfo.GetCompiledMethodCount();
            run();
            Thread.Sleep(TierDelay);
        }
        while (JitInfo.GetCompiledMethodCount() > compiled && ++rounds < MostRounds);
    }
}
