using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Cascade.Benchmarks.Load;

/// <summary>The server's memory and processor time, second by second, with a line now and then.</summary>
internal sealed class Timeline(ServerProcess server, LoadContext context, Report report)
{
    private const double MB = 1024 * 1024;

    private const int Lines = 30;

    private readonly List<double> _residentMB = [];
    private TimeSpan _serverTime;
    private TimeSpan _ownTime;

    public double LargestMB => _residentMB.Max();

    public double LastMB => _residentMB[^1];

    /// <summary>What lives after full collections, now and then.</summary>
    public LiveMemory Live { get; } = new();

    /// <summary>How many cores the server was using.</summary>
    public double ServerCores { get; private set; }

    /// <summary>How many cores the generator was using.</summary>
    public double OwnCores { get; private set; }

    /// <summary>Watches for the window's length.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        await LoadWindow.UntilAsync(context.Window.Begin);
        context.Pacer.Lateness.Clear();
        (_serverTime, _ownTime) = (server.ProcessorTime, Environment.CpuUsage.TotalTime);
        long begin = Stopwatch.GetTimestamp();
        (TimeSpan lastServerTime, long lastStamp) = (_serverTime, begin);
        int seconds = (int)Math.Round(Stopwatch.GetElapsedTime(context.Window.Begin, context.Window.End).TotalSeconds);
        int interval = Math.Max(1, seconds / Lines);
        long margin = Stopwatch.Frequency / 5; // the last look is at clients that have not stopped
        int[] looks = LiveMemory.LooksIn(seconds);
        for (int second = 1; second <= seconds; second++)
        {
            await LoadWindow.UntilAsync(begin + (second * Stopwatch.Frequency) - margin).WaitAsync(cancellationToken);
            _residentMB.Add(server.ResidentBytes / MB);
            if (second % interval == 0)
            {
                (TimeSpan serverTime, long stamp) = (server.ProcessorTime, Stopwatch.GetTimestamp());
                Write(second, (serverTime - lastServerTime) / Stopwatch.GetElapsedTime(lastStamp, stamp));
                (lastServerTime, lastStamp) = (serverTime, stamp);
            }

            if (looks.Contains(second))
            {
                await LookAsync(second, cancellationToken);
            }
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
        ServerCores = (server.ProcessorTime - _serverTime) / elapsed;
        OwnCores = (Environment.CpuUsage.TotalTime - _ownTime) / elapsed;
    }

    private async Task LookAsync(int second, CancellationToken cancellationToken)
    {
        (double liveMB, double residentMB) = (await server.CollectAsync(cancellationToken) / MB, server.ResidentBytes / MB);
        Live.Add(liveMB, residentMB);
        string text = string.Create(CultureInfo.InvariantCulture, $"{second,6} s  after a full collection: {liveMB,6:F1} MB live, {residentMB,6:F1} MB resident");
        report.Line(text, new JsonObject { ["command"] = "load", ["second"] = second, ["live_mb"] = Math.Round(liveMB, 2), ["resident_mb"] = Math.Round(residentMB, 1) });
    }

    private void Write(int second, double cores)
    {
        Histogram recent = context.Window.RecentFrames;
        (double p50, double p99, double longest) = (recent.Milliseconds(0.5), recent.Milliseconds(0.99), recent.LongestMilliseconds);
        recent.Clear();
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{second,6} s  {context.Traffic.Live,6} live  server {cores,5:F2} cores {LastMB,6:F0} MB  latency p50 {p50,6:F1} p99 {p99,6:F1} longest {longest,7:F1} ms");
        report.Line(text, new JsonObject
        {
            ["command"] = "load",
            ["second"] = second,
            ["live"] = context.Traffic.Live,
            ["server_cores"] = Math.Round(cores, 3),
            ["server_mb"] = Math.Round(LastMB, 1),
            ["p50_ms"] = p50,
            ["p99_ms"] = p99,
            ["longest_ms"] = Math.Round(longest, 1),
        });
    }
}
