using System.Diagnostics;

namespace Cascade.Benchmarks.Engines;

/// <summary>What more threads do for a <see cref="StreamBatch"/>: the same ticks on one thread and on several, in turn. Not to be pinned to one core.</summary>
internal static class ThreadsCommand
{
    private const int Streams = 2000;
    private const int WarmUpTicks = 40;
    private const int Ticks = 60;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        Report report = new("threads", arguments);
        report.Note($"medians; us per frame and stream of ticks of {Streams} streams, and how many times faster than on one thread");
        Recording recording = await Recording.LoadAsync(arguments.Wav);
        int[] threads = [.. Enumerable.Range(1, Environment.ProcessorCount).Where(count => int.IsPow2(count) || count == Environment.ProcessorCount)];
        List<double>[] times = await MeasureAsync(threads, recording);
        double one = Sample.Median(times[0]);
        for (int i = 0; i < threads.Length; i++)
        {
            double median = Sample.Median(times[i]);
            report.Row($"{threads[i]} threads", ("median_us", median), ("speedup", one / median));
        }

        return report.ExitCode;
    }

    private static async Task<List<double>[]> MeasureAsync(int[] threads, Recording recording)
    {
        LiveStreams[] contenders = [.. threads.Select(count => new LiveStreams(recording, Streams, count))];
        List<double>[] times = [.. threads.Select(_ => new List<double>())];
        for (int tick = 0; tick < WarmUpTicks + Ticks; tick++)
        {
            for (int i = 0; i < threads.Length; i++)
            {
                contenders[i].Push(tick);
                long start = Stopwatch.GetTimestamp();
                await contenders[i].ProcessAsync();
                TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
                if (tick >= WarmUpTicks)
                {
                    times[i].Add(elapsed.TotalMicroseconds / Streams);
                }

                contenders[i].Read();
            }
        }

        foreach (LiveStreams contender in contenders)
        {
            await contender.DisposeAsync();
        }

        return times;
    }
}
