using System.Diagnostics;
using Cascade.Benchmarks.Load;
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
        await MeasureDelayAsync(report);
        return tally.Right + tally.Documented == jobs && tally.Twice + tally.Pending == 0 ? report.ExitCode : 1;
    }

    // From the kill of a worker, by the system, to the exception of its job.
    private static async Task MeasureDelayAsync(Report report)
    {
        const int kills = 20;
        Histogram delays = new();
        await using SpeechWorkers workers = new(new()
        {
            Engine = new HostedRecognizer(typeof(FaultyClient).Assembly.Location, typeof(FaultyClient).FullName!),
            Count = 1,
            RetriesCrashedJobs = false,
            JobTimeout = TimeSpan.FromMinutes(1),
            MaximumWait = TimeSpan.FromMinutes(1),
        });
        for (int i = 0; i < kills; i++)
        {
            GC.KeepAlive(await workers.GetTextAsync(Utterances.Of(Fault.None), Utterances.Options)); // there is a worker
            Task job = workers.GetTextAsync(Utterances.Of(Fault.Hang), Utterances.Options);
            while (workers.GetStats() is not { Pending: 1, Waiting: 0 })
            {
                await Task.Yield();
            }

            long killed = Stopwatch.GetTimestamp();
            Process.GetProcessById(workers.Pool.ProcessIds.Single()).Kill();
            await job.ContinueWith(static _ => { }, TaskScheduler.Default);
            delays.Add(Stopwatch.GetElapsedTime(killed));
        }

        report.Row($"{kills} workers killed: to the exception of the job", ("p50 ms", delays.Milliseconds(0.5)), ("most ms", delays.LongestMilliseconds));
        report.Limit("death of a worker to the exception of its job", delays.LongestMilliseconds, 100, "ms");
    }
}
