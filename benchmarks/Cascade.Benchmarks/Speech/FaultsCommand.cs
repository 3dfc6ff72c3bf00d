using System.Diagnostics;
using Cascade.Speech.Tests.Shared;

namespace Cascade.Benchmarks.Speech;

/// <summary>Many jobs on real workers, one in twenty of which has a fault: whether each ends once, with its own result or its documented error.</summary>
internal static class FaultsCommand
{
    public static async Task<int> RunAsync(Arguments arguments, int jobs)
    {
        Report report = new("speech faults", arguments);
        long before = Process.GetCurrentProcess().WorkingSet64;
        long began = Stopwatch.GetTimestamp();
        FaultTally tally = await FaultTally.RunAsync(jobs, seed: 1);
        report.Row(
            $"{jobs} jobs, {tally.Faults} with a fault",
            ("right", tally.Right),
            ("documented errors", tally.Documented),
            ("wrong", tally.Wrong),
            ("ended twice", tally.Twice),
            ("pending", tally.Pending),
            ("seconds", Stopwatch.GetElapsedTime(began).TotalSeconds),
            ("host grew MB", (Process.GetCurrentProcess().WorkingSet64 - before) / 1e6));
        report.Limit("jobs that did not end once and right", tally.Wrong + tally.Twice + tally.Pending + (jobs - tally.Right - tally.Documented), 0, "");
        return tally.Right + tally.Documented == jobs && tally.Twice + tally.Pending == 0 ? report.ExitCode : 1;
    }
}
