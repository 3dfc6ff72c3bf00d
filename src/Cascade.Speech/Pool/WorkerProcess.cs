using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Cascade.Speech.Wire;
using Microsoft.Extensions.Logging;

namespace Cascade.Speech.Pool;

/// <summary>
/// One worker process. Threads of its own read and write its pipes, so that no pool thread waits on a process that does not answer. Serves one job at a time.
/// </summary>
internal sealed partial class WorkerProcess : IAsyncDisposable
{
    private const int StackBytes = 256 * 1024;
    private static readonly TimeSpan ExitGrace = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly ILogger _logger;
    private readonly BlockingCollection<Action<Stream>> _outgoing = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<WorkerEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _endToken = new();
    private readonly Lock _lock = new();
    private WorkerJob? _job;
    private TaskCompletionSource<JobEnd>? _run;
    private int _pongs;
    private int _isEnding;

    private WorkerProcess(Process process, ILogger logger)
    {
        _process = process;
        _logger = logger;
        Id = process.Id;
        process.Exited += (_, _) => _ = EndSoonAsync();
        process.EnableRaisingEvents = true;
        StartThread(Read, "worker output");
        StartThread(Write, "worker input");
        StartThread(ReadErrors, "worker errors");
    }

    /// <summary>The number that the system gives the process.</summary>
    public int Id { get; }

    /// <summary>How many jobs it has run.</summary>
    public int Jobs { get; private set; }

    /// <summary>Its resident memory in bytes.</summary>
    public long Memory => HasEnded ? 0 : ResidentMemory.Of(_process);

    public bool HasEnded => _ended.Task.IsCompleted;

    /// <summary>Completes when the process has ended and nothing more comes from it.</summary>
    public Task<WorkerEnd> Ended => _ended.Task;

    /// <summary>Canceled when the process has ended.</summary>
    public CancellationToken EndToken => _endToken.Token;

    /// <summary>How many pings it has answered.</summary>
    public int Pongs => Volatile.Read(ref _pongs);

    /// <summary>Starts a process and waits until its engine is ready.</summary>
    /// <exception cref="SpeechWorkerException">It can't be started, or its engine can't be made.</exception>
    public static async Task<WorkerProcess> StartAsync(ProcessStartInfo start, byte[] setup, SpeechWorkerOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        WorkerProcess worker;
        try
        {
            worker = new WorkerProcess(Process.Start(start)!, logger);
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw new SpeechWorkerException(SpeechWorkerFailure.EngineFailed, $"The worker program can't be started: '{start.FileName}': {e.Message}", innerException: e);
        }

        try
        {
            worker.Send(FrameKind.Setup, 0, setup);
            await worker._ready.Task.WaitAsync(options.StartTimeout, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            return worker;
        }
        catch (TimeoutException e)
        {
            await worker.DisposeAsync().ConfigureAwait(false);
            throw new SpeechWorkerException(SpeechWorkerFailure.EngineFailed, $"The worker was not ready within {options.StartTimeout.TotalSeconds:0.###} s and was killed.", innerException: e);
        }
        catch
        {
            await worker.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Gives it a job. The task never fails: the end of the process ends the job as well.</summary>
    public Task<JobEnd> RunAsync(WorkerJob job)
    {
        TaskCompletionSource<JobEnd> run = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            (_job, _run) = (job, run);
        }

        if (HasEnded)
        {
            EndRun(new JobEnd(JobEndKind.WorkerEnded));
            return run.Task;
        }

        TrySend(stream => FrameIO.Write(stream, FrameKind.Job, job.Id, job.HeaderBytes, job.Data.Span));
        return run.Task;
    }

    public void Cancel(WorkerJob job) => Send(FrameKind.Cancel, job.Id, []);

    public void Ping() => Send(FrameKind.Ping, 0, []);

    /// <summary>Kills the process; its end is known soon.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }
    }

    /// <summary>Kills the process and waits for its end. No zombie and no thread remains.</summary>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _ended.Task.ConfigureAwait(false);
        _process.Dispose();
    }

    private void Send(FrameKind kind, long job, byte[] payload) => TrySend(stream => FrameIO.Write(stream, kind, job, payload));

    private void TrySend(Action<Stream> write)
    {
        try
        {
            _outgoing.Add(write);
        }
        catch (InvalidOperationException)
        {
            // The process has ended, and whoever waits for an answer is told so.
        }
    }

    private void Receive(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Ready:
                _ready.TrySetResult();
                break;
            case FrameKind.Failed when frame.Job == 0:
                _ready.TrySetException(WorkerFaults.Engine(Encoding.UTF8.GetString(frame.Payload)));
                break;
            case FrameKind.Pong:
                Interlocked.Increment(ref _pongs);
                break;
            case FrameKind.Part or FrameKind.Audio when Current(frame.Job) is { } job:
                job.Post(frame, frame.Kind == FrameKind.Audio || JsonSerializer.Deserialize(frame.Payload, WireJson.Default.ResultPart)!.IsFinal);
                break;
            case FrameKind.Done when Current(frame.Job) is not null:
                Jobs++;
                EndRun(new JobEnd(JobEndKind.Done));
                break;
            case FrameKind.Failed when Current(frame.Job) is not null:
                Jobs++;
                EndRun(new JobEnd(JobEndKind.Failed, Encoding.UTF8.GetString(frame.Payload)));
                break;
        }
    }

    private WorkerJob? Current(long id)
    {
        lock (_lock)
        {
            return _job?.Id == id ? _job : null;
        }
    }

    private void EndRun(JobEnd end)
    {
        TaskCompletionSource<JobEnd>? run;
        lock (_lock)
        {
            (run, _run, _job) = (_run, null, null);
        }

        run?.TrySetResult(end);
    }

    // A child of the worker may hold its pipe open, which then has no end for the reader to see.
    private async Task EndSoonAsync()
    {
        await Task.WhenAny(_ended.Task, Task.Delay(ExitGrace)).ConfigureAwait(false);
        End();
    }

    // After the last frame.
    private void End()
    {
        if (Interlocked.Exchange(ref _isEnding, 1) != 0)
        {
            return;
        }

        bool hasExited = _process.WaitForExit(ExitGrace);
        if (!hasExited)
        {
            Kill();
        }

        int? exitCode = hasExited || _process.WaitForExit(KillGrace) ? _process.ExitCode : null;
        WorkerEnd end = new(exitCode, HasClosedPipe: !hasExited);
        _outgoing.CompleteAdding();
        _ready.TrySetException(WorkerFaults.Engine($"The worker {end.Describe()} before it was ready. Its messages stand in the log."));
        _ = _ready.Task.Exception; // nobody may be waiting for it
        _ended.TrySetResult(end);
        EndRun(new JobEnd(JobEndKind.WorkerEnded));
        _endToken.Cancel();
    }
}
