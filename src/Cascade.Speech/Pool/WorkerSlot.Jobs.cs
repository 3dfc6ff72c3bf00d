using System.Diagnostics;
using Cascade.Speech.Diagnostics;

namespace Cascade.Speech.Pool;

/// <content>One job on one worker.</content>
internal sealed partial class WorkerSlot
{
    private static readonly TimeSpan MemoryInterval = TimeSpan.FromMilliseconds(50);

    private async Task RunAsync(WorkerProcess worker, WorkerJob job, CancellationToken stopping)
    {
        if (job.Ended.IsCompleted)
        {
            return;
        }

        job.Attempts++;
        SpeechMeter.Waited(Options.TimeProvider.GetElapsedTime(job.QueuedAt));
        long began = Options.TimeProvider.GetTimestamp();
        Task<JobEnd> run = worker.RunAsync(job);
        Task<JobEnd> watch = WatchAsync(worker, job, run, stopping);
        await Task.WhenAny(run, watch, job.Ended).ConfigureAwait(false);
        if (run.IsCompleted || watch.IsCompleted)
        {
            JobEnd end = await (run.IsCompleted ? run : watch).ConfigureAwait(false);
            SpeechMeter.Ran(Options.TimeProvider.GetElapsedTime(began));
            await EndAsync(worker, job, end).ConfigureAwait(false);
        }
        else
        {
            await LetGoAsync(worker, job, run, stopping).ConfigureAwait(false);
        }
    }

    private async Task EndAsync(WorkerProcess worker, WorkerJob job, JobEnd end)
    {
        switch (end.Kind)
        {
            case JobEndKind.Done:
                _failuresInARow = 0;
                pool.End(job, JobOutcome.Done, null);
                break;
            case JobEndKind.Failed:
                _failuresInARow = 0;
                pool.End(job, JobOutcome.Failed, WorkerFaults.Engine(end.Message!));
                break;
            case JobEndKind.WorkerEnded:
                pool.EndOrRetry(job, await worker.Ended.ConfigureAwait(false));
                break;
            case JobEndKind.TimedOut:
                pool.End(job, JobOutcome.TimedOut, WorkerFaults.TimedOut(job.Timeout));
                worker.Kill();
                await worker.Ended.ConfigureAwait(false);
                break;
            case JobEndKind.OutOfMemory:
                pool.End(job, JobOutcome.OutOfMemory, WorkerFaults.OutOfMemory(Options.MemoryLimit));
                worker.Kill();
                await worker.Ended.ConfigureAwait(false);
                break;
            default:
                throw new UnreachableException();
        }
    }

    // The job has ended without the worker: canceled, or the pool stops.
    private async Task LetGoAsync(WorkerProcess worker, WorkerJob job, Task<JobEnd> run, CancellationToken stopping)
    {
        worker.Cancel(job);
        try
        {
            await run.WaitAsync(Options.CancellationGrace, Options.TimeProvider, stopping).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            pool.Logger.WorkerAbandoned(worker.Id);
            worker.Kill(); // a native call can't be canceled
            await worker.Ended.ConfigureAwait(false);
        }
    }

    // Completes only where the job runs for too long or the worker grows too large.
    private async Task<JobEnd> WatchAsync(WorkerProcess worker, WorkerJob job, Task<JobEnd> run, CancellationToken stopping)
    {
        long began = Options.TimeProvider.GetTimestamp();
        while (true)
        {
            TimeSpan left = job.Timeout - Options.TimeProvider.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return new JobEnd(JobEndKind.TimedOut);
            }

            if (worker.Memory > Options.MemoryLimit)
            {
                return new JobEnd(JobEndKind.OutOfMemory);
            }

            Task pause = Task.Delay(left < MemoryInterval ? left : MemoryInterval, Options.TimeProvider, stopping);
            await Task.WhenAny(run, job.Ended, pause).ConfigureAwait(false);
            if (run.IsCompleted || job.Ended.IsCompleted || stopping.IsCancellationRequested)
            {
                return await run.ConfigureAwait(false);
            }
        }
    }

    // Memory is looked at, and a worker that is old or large makes room for a new one that is ready.
    private async Task LookAfterAsync(WorkerProcess worker, CancellationToken stopping)
    {
        if (worker.HasEnded)
        {
            return;
        }

        if (worker.Jobs % MemoryLogInterval == 0 && worker.Jobs > 0)
        {
            pool.Logger.WorkerMemory(worker.Id, worker.Jobs, worker.Memory / 1_000_000);
        }

        if (_successor is null && (worker.Jobs >= Options.MaximumJobs || worker.Memory > Options.RestartMemory))
        {
            pool.Logger.WorkerReplaced(worker.Id, worker.Jobs, worker.Memory / 1_000_000);
            _successor = StartAsync(stopping);
        }

        if (_successor is { IsCompletedSuccessfully: true })
        {
            _worker = await _successor.ConfigureAwait(false);
            _successor = null;
            SpeechMeter.Restarted("planned");
            await DisposeAsync(worker).ConfigureAwait(false);
        }
        else if (_successor is { IsFaulted: true } failed)
        {
            pool.Logger.WorkerNotStarted(failed.Exception!.InnerException!);
            _successor = null; // tried again after the next job
        }
    }
}
