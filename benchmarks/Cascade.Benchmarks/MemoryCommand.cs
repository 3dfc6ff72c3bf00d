using System.Globalization;

namespace Cascade.Benchmarks;

/// <summary>What every additional processor adds to the memory of a process. Each has processed a second of audio.</summary>
internal static class MemoryCommand
{
    private const int OwnCount = 40;
    private const int SharedCount = 2000;
    private const double OwnLimitKB = 2560;
    private const double SharedLimitKB = 16;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        Report report = new("memory", arguments);
        report.Note("KB of 1,024 bytes per processor that has processed a second; 'managed' is the part on the garbage-collected heap");
        double own = await MeasureAsync("own", OwnCount, arguments.Wav, "recording", report);
        double ownSilent = await MeasureAsync("own", OwnCount, "-", "silence", report);
        double shared = await MeasureAsync("shared", SharedCount, arguments.Wav, "recording", report);
        double sharedSilent = await MeasureAsync("shared", SharedCount, "-", "silence", report);
        report.Limit("resident KB per processor, own session", Math.Max(own, ownSilent), OwnLimitKB, "KB");
        report.Limit("resident KB per processor, shared session", Math.Max(shared, sharedSilent), SharedLimitKB, "KB");
        return report.ExitCode;
    }

    private static async Task<double> MeasureAsync(string session, int count, string wav, string what, Report report)
    {
        (double[] bytes, _) = await Child.MeasureAsync(MemoryProbe.Name, session, count.ToString(CultureInfo.InvariantCulture), wav);
        report.Row($"{session} session, {what}, {count} processors", ("resident_kb", bytes[0] / 1024), ("managed_kb", bytes[1] / 1024));
        return bytes[0] / 1024;
    }
}
