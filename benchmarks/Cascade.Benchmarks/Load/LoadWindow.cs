using System.Diagnostics;

namespace Cascade.Benchmarks.Load;

/// <summary>The time that is measured: when all clients are connected and the code is compiled, until they stop.</summary>
internal sealed class LoadWindow(TimeSpan lead, TimeSpan length)
{
    public long Begin { get; } = Stopwatch.GetTimestamp() + Ticks(lead);

    public long End { get; } = Stopwatch.GetTimestamp() + Ticks(lead + length);

    /// <summary>From the last byte of a frame to its probability.</summary>
    public Histogram Frames { get; } = new();

    /// <summary>The same since the timeline's last line.</summary>
    public Histogram RecentFrames { get; } = new();

    public bool Contains(long stamp) => stamp >= Begin && stamp < End;

    public void AddFrame(long sent, long received)
    {
        if (Contains(received))
        {
            TimeSpan latency = Stopwatch.GetElapsedTime(sent, received);
            Frames.Add(latency);
            RecentFrames.Add(latency);
        }
    }

    public static Task UntilAsync(long stamp)
    {
        TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), stamp);
        return left > TimeSpan.Zero ? Task.Delay(left) : Task.CompletedTask;
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
