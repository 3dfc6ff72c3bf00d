namespace Cascade.Benchmarks;

/// <summary>What every additional processor adds to the memory of a process after a second of audio: with nothing open, and with open speech.</summary>
internal static class MemoryCommand
{
    private const int OwnCount = 40;
    private const int SharedCount = 2000;
    private const double OwnLimitKB = 1638; // 1.6 MB
    private const double SharedLimitKB = 16;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        Report report = new("memory", arguments);
        report.Note("KB of 1,024 bytes per processor; 'managed' is the part on the garbage-collected heap. Open speech keeps its audio until it is emitted: 31 KB a second.");
        await MeasureBothAsync("a second of silence", 0, 1, "idle", arguments, report);
        await MeasureBothAsync("a second of the recording, then silence", 1, 1, "idle after speech", arguments, report);
        await MeasureBothAsync("a second of the recording", 1, 0, limited: null, arguments, report);
        return report.ExitCode;
    }

    private static async Task MeasureBothAsync(string what, int voiced, int silent, string? limited, Arguments arguments, Report report)
    {
        double own = await MeasureAsync(ProcessorKind.Own, OwnCount, what, voiced, silent, arguments, report);
        double shared = await MeasureAsync(ProcessorKind.Shared, SharedCount, what, voiced, silent, arguments, report);
        if (limited is not null)
        {
            report.Limit($"resident memory, own session, {limited}", own, OwnLimitKB, "KB");
            report.Limit($"resident memory, shared session, {limited}", shared, SharedLimitKB, "KB");
        }
    }

    private static async Task<double> MeasureAsync(string session, int count, string what, int voiced, int silent, Arguments arguments, Report report)
    {
        double[] bytes = await MemoryProbe.MeasureAsync(session, count, arguments.Wav, voiced, silent, ResultKinds.Default);
        report.Row($"{session} session, {what}", ("resident_kb", bytes[0] / 1024), ("managed_kb", bytes[1] / 1024), ("processors", count));
        return bytes[0] / 1024;
    }
}
