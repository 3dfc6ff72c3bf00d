using System.Diagnostics;
using Cascade.Speech.Diagnostics;

namespace Cascade.Speech.Pool;

/// <summary>The place of one worker in a pool: takes jobs for it, watches over it, and puts another in its place.</summary>
internal sealed partial class WorkerSlot(WorkerPool pool, JobQueue queue, ProcessStartInfo start, byte[] setup)
{
    private const int MemoryLogInterval = 10;

    private readonly TaskCompletionSource _firstStart = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WorkerProcess? _worker;
    private Task<WorkerProcess>? _successor;
    private int _failuresInARow;

    private SpeechWorkerOptions Options => pool.Options;

    /// <summary>Completes when the first worker is ready, or can't be made.</summary>
    public Task FirstStart => _firstStart.Task;

    public long Memory => _worker?.Memory ?? 0;

    public int? ProcessId => _worker is { HasEnded: false } worker ? worker.Id : null;

    /// <summary>Runs until the pool stops. Never throws.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await ReplaceAsync(stopping).ConfigureAwait(false);
                while (!_worker!.HasEnded)
                {
                    if (await TakeAsync(_worker, stopping).ConfigureAwait(false) is { } job)
                    {
                        await RunAsync(_worker, job, stopping).ConfigureAwait(false);
                    }

                    await LookAfterAsync(_worker, stopping).ConfigureAwait(false);
                }

                await EndAsync(stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The pool has stopped.
        }
        finally
        {
            await DisposeWorkersAsync().ConfigureAwait(false);
            _firstStart.TrySetException(WorkerFaults.Stopped());
            _ = _firstStart.Task.Exception; // nobody may be waiting for it
        }
    }

    // Takes the next job; null when the worker has ended, or another one stands ready for its place.
    private async Task<WorkerJob?> TakeAsync(WorkerProcess worker, CancellationToken stopping)
    {
        int pongs = worker.Pongs;
        long? askedAt = null;
        while (!worker.HasEnded && _successor is not { IsCompleted: true })
        {
            using CancellationTokenSource interval = new(Options.PingInterval, Options.TimeProvider);
            using CancellationTokenSource wait = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, worker.EndToken, stopping);
            try
            {
                return await queue.TakeAsync(wait.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
            {
                if (worker.Pongs != pongs)
                {
                    (pongs, askedAt) = (worker.Pongs, null);
                }

                if (askedAt is null)
                {
                    worker.Ping();
                    askedAt = Options.TimeProvider.GetTimestamp();
                }
                else if (Options.TimeProvider.GetElapsedTime(askedAt.Value) >= Options.PingTimeout)
                {
                    pool.Logger.WorkerSilent(worker.Id);
                    worker.Kill();
                    await worker.Ended.ConfigureAwait(false);
                }
            }
        }

        return null;
    }

    // Makes a worker, as often as that takes.
    private async Task ReplaceAsync(CancellationToken stopping)
    {
        while (true)
        {
            await Task.Delay(BackOff(), Options.TimeProvider, stopping).ConfigureAwait(false);
            try
            {
                _worker = await (_successor ?? StartAsync(stopping)).ConfigureAwait(false);
                _successor = null;
                pool.WorkerStarted();
                _firstStart.TrySetResult();
                return;
            }
            catch (SpeechWorkerException e)
            {
                _successor = null;
                _failuresInARow = Math.Max(_failuresInARow, FreeFailures) + 1;
                pool.Logger.WorkerNotStarted(e);
                pool.StartFailed(e);
                _firstStart.TrySetException(e);
                _ = _firstStart.Task.Exception; // nobody may be waiting for it
            }
        }
    }

    private async Task<WorkerProcess> StartAsync(CancellationToken stopping)
    {
        long began = Stopwatch.GetTimestamp();
        WorkerProcess worker = await WorkerProcess.StartAsync(start, setup, Options, pool.Logger, stopping).ConfigureAwait(false);
        pool.Logger.WorkerReady(worker.Id, Stopwatch.GetElapsedTime(began).TotalSeconds);
        SpeechMeter.Active.Add(1);
        return worker;
    }

    // The worker has ended without being asked to.
    private async Task EndAsync(CancellationToken stopping)
    {
        WorkerEnd end = await _worker!.Ended.ConfigureAwait(false);
        stopping.ThrowIfCancellationRequested();
        _failuresInARow++;
        pool.WorkerGone();
        pool.Restarts.Add();
        pool.Logger.WorkerEnded(_worker.Id, end.Describe());
        SpeechMeter.Restarted("fault");
        await DisposeAsync(_worker).ConfigureAwait(false);
        _worker = null;
    }

    private async Task DisposeWorkersAsync()
    {
        if (_worker is { } worker)
        {
            _worker = null;
            pool.WorkerGone();
            await DisposeAsync(worker).ConfigureAwait(false);
        }

        if (_successor is { } successor)
        {
            await successor.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
            if (successor.IsCompletedSuccessfully)
            {
                await DisposeAsync(await successor.ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
    }

    private static async Task DisposeAsync(WorkerProcess worker)
    {
        await worker.DisposeAsync().ConfigureAwait(false);
        SpeechMeter.Active.Add(-1);
    }

    // A poison utterance takes two workers: only more failures than these make the next start wait.
    private const int FreeFailures = 2;

    private TimeSpan BackOff() => TimeSpan.FromSeconds(_failuresInARow <= FreeFailures ? 0 : Math.Min(30, Math.Pow(2, _failuresInARow - FreeFailures - 1)));
}
