using System.Diagnostics;

namespace Cascade.Cli.Bench;

/// <summary>Runs a load as live streams come, a tick every 32 ms, and sees whether each is done before the next.</summary>
internal sealed record RealTimeTrial(int Streams, int Ticks, int LateTicks, double MedianMs, double SlowestMs)
{
    private const double FrameMs = 32;
    private const int WarmUpTicks = 15;
    private const int TrialTicks = 94; // 3 s

    public static async Task<RealTimeTrial> RunAsync(ILoad load, CancellationToken cancellationToken)
    {
        List<double> times = [];
        long began = Stopwatch.GetTimestamp();
        for (int tick = 0; tick < WarmUpTicks + TrialTicks; tick++)
        {
            TimeSpan due = TimeSpan.FromMilliseconds(tick * FrameMs) - Stopwatch.GetElapsedTime(began);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, cancellationToken);
            }

            long start = Stopwatch.GetTimestamp();
            await load.TickAsync();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        double[] counted = [.. times.Skip(WarmUpTicks).Order()];
        return new RealTimeTrial(load.FramesPerTick, TrialTicks, counted.Count(ms => ms > FrameMs), counted[TrialTicks / 2], counted[^1]);
    }
}
