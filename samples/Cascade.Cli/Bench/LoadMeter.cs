using System.Diagnostics;
using System.Runtime;

namespace Cascade.Cli.Bench;

/// <summary>Times ticks of a load.</summary>
internal static class LoadMeter
{
    /// <summary>The share of the time that a host should fill: bursts, garbage collections and the rest of its work need some too.</summary>
    public const double Comfortable = 2.0 / 3;

    private const int Ticks = 31;
    private const int MostWarmUps = 12;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(250);

    // The JIT waits for 100 ms without a new method before it compiles what is called often, with one processor ten times as long.
    private static readonly TimeSpan TierDelay = TimeSpan.FromMilliseconds(Environment.ProcessorCount == 1 ? 1500 : 150);

    /// <summary>Microseconds per frame: the median of the ticks, once the JIT has nothing left to improve and every stream has had frames.</summary>
    public static async Task<double> MeasureAsync(ILoad load, CancellationToken cancellationToken)
    {
        int rounds = 0;
        long compiled;
        do
        {
            compiled = JitInfo.GetCompiledMethodCount();
            await RunAsync(load, WarmUp, load.TicksPerRound, cancellationToken);
            await Task.Delay(TierDelay, cancellationToken);
        }
        while (JitInfo.GetCompiledMethodCount() > compiled && ++rounds < MostWarmUps);

        double[] ticks = new double[Ticks];
        for (int i = 0; i < Ticks; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            await load.TickAsync();
            ticks[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / load.FramesPerTick;
        }

        Array.Sort(ticks);
        return ticks[Ticks / 2];
    }

    private static async Task RunAsync(ILoad load, TimeSpan time, int leastTicks, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        for (int tick = 0; tick < leastTicks || Stopwatch.GetElapsedTime(start) < time; tick++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await load.TickAsync();
        }
    }
}
