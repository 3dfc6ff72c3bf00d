using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Cascade.Speech.Diagnostics;
using Cascade.Speech.Wire;
using Microsoft.Extensions.Logging;

namespace Cascade.Speech.Pool;

/// <summary>Worker processes and the jobs for them. Every job ends once, by <see cref="End"/>, whatever happens.</summary>
internal sealed class WorkerPool : IAsyncDisposable
{
    private const int MaximumPoisons = 100;

    private readonly ConcurrentDictionary<long, WorkerJob> _pending = [];
    private readonly ConcurrentQueue<string> _poisonOrder = [];
    private readonly ConcurrentDictionary<string, bool> _poisons = [];
    private readonly JobQueue _queue;
    private readonly WorkerSlot[] _slots;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _starting = new();
    private Task[]? _running;
    private long _lastId;
    private volatile bool _isStopping;
    private SpeechWorkerException? _startFault;
    private int _ready;
    private long _refused;

    /// <exception cref="SpeechWorkerException">The worker program is missing.</exception>
    public WorkerPool(SpeechWorkerOptions options, WorkerSetup setup, ILogger logger)
    {
        Options = options;
        Logger = logger;
        ProcessStartInfo start = WorkerProgram.Find(options);
        byte[] setupBytes = JsonSerializer.SerializeToUtf8Bytes(setup, WireJson.Default.WorkerSetup);
        _queue = new JobQueue(options.QueueCapacity);
        _slots = [.. Enumerable.Range(0, options.Count).Select(_ => new WorkerSlot(this, _queue, start, setupBytes))];
        Restarts = new RestartHistory(options.TimeProvider);
        SpeechMeter.Observe(this);
    }

    public SpeechWorkerOptions Options { get; }

    public ILogger Logger { get; }

    public RestartHistory Restarts { get; }

    public int Pending => _pending.Count;

    public int Waiting => _queue.Count;

    public int Ready => Volatile.Read(ref _ready);

    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Whether workers are there where they are wanted, and stay.</summary>
    public bool IsHealthy => Restarts.Recent < RestartHistory.UnhealthyCount && (_running is null || Ready > 0);

    public IEnumerable<long> Memory => _slots.Select(slot => slot.Memory);

    /// <summary>The processes that live now, for tests.</summary>
    public IEnumerable<int> ProcessIds => _slots.Select(slot => slot.ProcessId).OfType<int>();

    /// <summary>Starts the workers and waits until all are ready.</summary>
    /// <exception cref="SpeechWorkerException">A worker can't be made.</exception>
    public Task InitializeAsync(CancellationToken cancellationToken)
    {
        Start();
        return Task.WhenAll(_slots.Select(slot => slot.FirstStart)).WaitAsync(cancellationToken);
    }

    /// <summary>Takes a job in.</summary>
    /// <exception cref="SpeechWorkerException">There is no room, the data has crashed workers before, or no worker can be made.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public WorkerJob Submit(JobHeader header, ReadOnlyMemory<byte> data, TimeSpan duration, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isStopping, typeof(SpeechWorkers));
        cancellationToken.ThrowIfCancellationRequested();
        Start();
        if (_startFault is { } fault && Ready == 0)
        {
            throw Refuse(fault);
        }

        if (!_poisons.IsEmpty && _poisons.ContainsKey(HashOf(data.Span)))
        {
            throw Refuse(WorkerFaults.Poison());
        }

        WorkerJob job = new(Interlocked.Increment(ref _lastId), header, data, Options.JobTimeout + (Options.JobTimeoutFactor * duration));
        _pending[job.Id] = job;
        SpeechMeter.Pending.Add(1);
        BeginWait(job, () => WorkerFaults.Waited(Options.MaximumWait));
        job.Cancellation = cancellationToken.UnsafeRegister(_ => End(job, JobOutcome.Canceled, new OperationCanceledException(cancellationToken)), null);
        if (!_queue.TryAdd(job))
        {
            SpeechWorkerException full = WorkerFaults.Full(_queue.Count);
            End(job, JobOutcome.Busy, full);
            throw Refuse(full);
        }

        EndIfTooLate(job);
        return job;
    }

    /// <summary>The one place where a job ends.</summary>
    /// <returns>Whether it was pending until now.</returns>
    public bool End(WorkerJob job, JobOutcome outcome, Exception? fault)
    {
        if (!_pending.TryRemove(job.Id, out _))
        {
            return false;
        }

        _queue.Remove(job);
        SpeechMeter.Pending.Add(-1);
        SpeechMeter.Ended(outcome);
        job.Complete(fault);
        return true;
    }

    /// <summary>A worker ended while it ran a job: the job is tried once more, or ends.</summary>
    public void EndOrRetry(WorkerJob job, WorkerEnd end)
    {
        SpeechWorkerException crash = WorkerFaults.Crashed(end, job.Attempts);
        if (job.Attempts > 1)
        {
            Remember(HashOf(job.Data.Span));
        }

        if (!Options.RetriesCrashedJobs || job.Attempts > 1 || job.HasLastingPart || !_pending.ContainsKey(job.Id))
        {
            End(job, JobOutcome.Crashed, crash);
            return;
        }

        BeginWait(job, () => crash);
        _queue.AddFirst(job);
        EndIfTooLate(job);
    }

    /// <summary>A worker is ready.</summary>
    public void WorkerStarted()
    {
        Interlocked.Increment(ref _ready);
        _startFault = null;
    }

    public void WorkerGone() => Interlocked.Decrement(ref _ready);

    /// <summary>A worker can't be made. Where none is there, nothing is to be waited for.</summary>
    public void StartFailed(SpeechWorkerException fault)
    {
        _startFault = fault;
        if (Ready == 0)
        {
            EndAll(JobOutcome.Failed, () => fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        EndAll(JobOutcome.Stopped, WorkerFaults.Stopped);
        await _stop.CancelAsync().ConfigureAwait(false);
        Task[] running;
        lock (_starting)
        {
            running = _running ??= [];
        }

        await Task.WhenAll(running).ConfigureAwait(false);
        EndAll(JobOutcome.Stopped, WorkerFaults.Stopped);
        SpeechMeter.Forget(this);
    }

    private void Start()
    {
        lock (_starting)
        {
            _running ??= [.. _slots.Select(slot => Task.Run(() => slot.RunAsync(_stop.Token)))];
        }
    }

    private void BeginWait(WorkerJob job, Func<SpeechWorkerException> fault)
    {
        job.QueuedAt = Options.TimeProvider.GetTimestamp();
        job.WaitTimer?.Dispose();
        job.WaitTimer = Options.TimeProvider.CreateTimer(
            _ =>
            {
                if (job.Node is not null) // a worker that has taken it watches over it
                {
                    End(job, JobOutcome.Busy, fault());
                }
            },
            null,
            Options.MaximumWait,
            Timeout.InfiniteTimeSpan);
    }

    // The pool may have stopped, or its last worker failed, between the check and the queue.
    private void EndIfTooLate(WorkerJob job)
    {
        if (_isStopping)
        {
            End(job, JobOutcome.Stopped, WorkerFaults.Stopped());
        }
        else if (_startFault is { } fault && Ready == 0)
        {
            End(job, JobOutcome.Failed, fault);
        }
        else if (job.Ended.IsCompleted)
        {
            _queue.Remove(job);
        }
    }

    private void EndAll(JobOutcome outcome, Func<Exception> fault)
    {
        foreach (WorkerJob job in _pending.Values)
        {
            End(job, outcome, fault());
        }
    }

    private SpeechWorkerException Refuse(SpeechWorkerException fault)
    {
        Interlocked.Increment(ref _refused);
        SpeechMeter.Refused(fault.Reason);
        return fault;
    }

    private void Remember(string hash)
    {
        if (_poisons.TryAdd(hash, true))
        {
            _poisonOrder.Enqueue(hash);
            Logger.PoisonFound(hash);
            if (_poisonOrder.Count > MaximumPoisons && _poisonOrder.TryDequeue(out string? oldest))
            {
                _poisons.TryRemove(oldest, out _);
            }
        }
    }

    private static string HashOf(ReadOnlySpan<byte> data) => Convert.ToHexString(SHA256.HashData(data));
}
