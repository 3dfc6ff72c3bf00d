using System.Diagnostics;
using Cascade.Tests.Trust;

namespace Cascade.Benchmarks.Soak;

/// <summary>Measures this process while a soak rests.</summary>
internal sealed class SoakMeter(SoakTotals totals)
{
    private const string OpenFiles = "/proc/self/fd";
    private const double Megabyte = 1024 * 1024;

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public static string Header => $"{"minute",8}{"managed MB",12}{"native MB",11}{"resident MB",13}{"handles",9}{"threads",9}{"frames/s",10}";

    public TimeSpan Elapsed => _watch.Elapsed;

    public SoakSample Measure()
    {
        long resident = ResidentSet.Measure();
        using Process self = Process.GetCurrentProcess();
        int handles = Directory.Exists(OpenFiles) ? Directory.GetFileSystemEntries(OpenFiles).Length : self.HandleCount;
        return new SoakSample(_watch.Elapsed, GC.GetTotalMemory(forceFullCollection: true), NativeHeap.InUse, resident, handles, self.Threads.Count, totals.Frames);
    }

    /// <summary>The last sample as a line of the table.</summary>
    public static string Row(IReadOnlyList<SoakSample> samples)
    {
        SoakSample sample = samples[^1];
        SoakSample before = samples.Count > 1 ? samples[^2] : new SoakSample(TimeSpan.Zero, 0, 0, 0, 0, 0, 0);
        double rate = (sample.Frames - before.Frames) / (sample.Elapsed - before.Elapsed).TotalSeconds;
        return $"{sample.Elapsed.TotalMinutes,8:F1}{sample.ManagedBytes / Megabyte,12:F2}{sample.NativeBytes / Megabyte,11:F1}{sample.ResidentBytes / Megabyte,13:F1}{sample.Handles,9}{sample.Threads,9}{rate,10:N0}";
    }
}
