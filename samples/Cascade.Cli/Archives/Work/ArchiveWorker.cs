using System.Collections.Concurrent;
using Cascade.Cli.Archives.Results;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Npgsql;

namespace Cascade.Cli.Archives.Work;

/// <summary>
/// Takes jobs from the queue, as many at a time as it has slots, and ends each as a result or as a dead letter. All steps may happen twice, when another worker took over a job that was not
/// dead: results have keys of their content, outcomes are added once, and only then the queue forgets the job.
/// </summary>
internal sealed class ArchiveWorker(JobQueue queue, Bucket<ArchiveOutcome> outcomes, Bucket<WorkerState> board, IResultStore results, JobAttempt attempt, WorkerOptions options)
{
    private static readonly TimeSpan NextWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(1); // the least that the client waits
    private static readonly TimeSpan OutageWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BoardInterval = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<RunningJob, bool> _running = [];
    private int _done;
    private int _dead;

    /// <summary>Gets how many jobs ended here.</summary>
    public (int Done, int Dead) Ended => (Volatile.Read(ref _done), Volatile.Read(ref _dead));

    /// <summary>Works until it is canceled, or until the queue is empty if the options say so.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task showing = ShowAsync(stop.Token);
        Task[] slots = [.. Enumerable.Range(0, options.Concurrency).Select(_ => Task.Run(() => WorkAsync(stop), CancellationToken.None))];
        try
        {
            await Task.WhenAll(slots);
        }
        catch (Exception) when (slots.FirstOrDefault(slot => slot.Exception?.InnerException is WorkerFaultException) is { } broken)
        {
            await broken; // the reason, and not one of the cancellations that followed
        }
        finally
        {
            await stop.CancelAsync();
            await showing;
        }
    }

    private async Task WorkAsync(CancellationTokenSource stop)
    {
        try
        {
            while (true)
            {
                INatsJSMsg<byte[]>? message = await NextAsync(stop.Token);
                if (message is not null)
                {
                    await WorkAsync(message, stop.Token);
                }
                else if (options.EndsWhenEmpty && await queue.CountAsync(stop.Token) is (0, 0))
                {
                    return;
                }
            }
        }
        catch
        {
            await stop.CancelAsync(); // the other slots put their jobs back
            throw;
        }
    }

    private async Task<INatsJSMsg<byte[]>?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await queue.NextAsync(options.EndsWhenEmpty ? ShortWait : NextWait, cancellationToken);
        }
        catch (NatsException) when (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(ShortWait, cancellationToken); // the client makes the connection again
            return null;
        }
    }

    private async Task WorkAsync(INatsJSMsg<byte[]> message, CancellationToken cancellationToken)
    {
        if (ReadJob(message) is not { } job)
        {
            await message.AckTerminateAsync(cancellationToken: cancellationToken);
            return;
        }

        int tries = job.Tries + (int)(message.Metadata?.NumDelivered ?? 1);
        try
        {
            // The end of a job that comes for the first time is not known, or will be found to be known when it is added.
            if (tries == 1 || await outcomes.FindAsync(job.Id, cancellationToken) is null)
            {
                await TryAsync(job, tries, message, cancellationToken);
            }
            else
            {
                await EndAsync(job, message, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await ReturnAsync(job with { Tries = tries - 1 }, message);
            throw;
        }
        catch (Exception fault) when (IsOutage(fault))
        {
            ErrorLine.Warn($"'{job.Source}' waits: {JobAttempt.Explain(fault)}");
            await Task.Delay(OutageWait, CancellationToken.None); // a stop waits so long too
            await ReturnAsync(job with { Tries = tries - 1 }, message);
        }
    }

    private static ArchiveJob? ReadJob(INatsJSMsg<byte[]> message)
    {
        try
        {
            return ArchiveJson.Read<ArchiveJob>(message.Data);
        }
        catch (InvalidDataException fault)
        {
            ErrorLine.Warn($"A message in the queue is no job, and is removed: {fault.Message}");
            return null;
        }
    }

    // The queue or the database is away, which is not the file's fault.
    private static bool IsOutage(Exception fault) => fault is NatsException || (fault is NpgsqlException && fault is not PostgresException { SqlState: ['2', '2', ..] });

    private async Task TryAsync(ArchiveJob job, int tries, INatsJSMsg<byte[]> message, CancellationToken cancellationToken)
    {
        if (tries > options.MaximumTries)
        {
            await DieAsync(job, $"The workers that had it ended or stopped, {options.MaximumTries} times.", options.MaximumTries, message, cancellationToken);
            return;
        }

        await using RunningJob running = new(job, message, queue.AckWait, options.Stall, cancellationToken);
        _running.TryAdd(running, true);
        try
        {
            string key = await attempt.RunAsync(job, running.Progress, running.Stop);
            await AddAsync(ArchiveOutcome.Done(job, key, tries, options.Name), message, cancellationToken);
        }
        catch (Exception fault) when (fault is OnnxRuntimeLoadException or VadModelException or WorkerFaultException)
        {
            await message.NakAsync(new AckOpts { NakDelay = options.RetryDelay }, CancellationToken.None);
            throw fault as WorkerFaultException ?? new WorkerFaultException(fault.Message, fault);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && !IsOutage(fault))
        {
            string reason = running.IsStalled ? $"There was no progress for {options.Stall.TotalSeconds} s." : JobAttempt.Explain(fault);
            if (tries >= options.MaximumTries || JobAttempt.IsLasting(fault))
            {
                await DieAsync(job, reason, tries, message, cancellationToken);
            }
            else
            {
                ErrorLine.Warn($"'{job.Source}', try {tries} of {options.MaximumTries}: {reason}");
                await message.NakAsync(new AckOpts { NakDelay = options.RetryDelay * Math.Pow(4, tries - 1) }, cancellationToken);
            }
        }
        finally
        {
            _running.TryRemove(running, out _);
        }
    }

    private Task DieAsync(ArchiveJob job, string reason, int tries, INatsJSMsg<byte[]> message, CancellationToken cancellationToken)
    {
        ErrorLine.Warn($"'{job.Source}' is a dead letter: {reason}");
        return AddAsync(ArchiveOutcome.Dead(job, reason, tries, options.Name), message, cancellationToken);
    }

    private async Task AddAsync(ArchiveOutcome outcome, INatsJSMsg<byte[]> message, CancellationToken cancellationToken)
    {
        bool isFirst = await outcomes.AddAsync(outcome.Id, outcome, cancellationToken);
        await EndAsync(outcome, message, isFirst, cancellationToken);
    }

    // The store notes the outcome that counts, whoever it is from: the worker that added it may have ended before it could.
    private async Task EndAsync(ArchiveJob job, INatsJSMsg<byte[]> message, CancellationToken cancellationToken) =>
        await EndAsync((await outcomes.FindAsync(job.Id, cancellationToken))!, message, isFirst: false, cancellationToken);

    private async Task EndAsync(ArchiveOutcome outcome, INatsJSMsg<byte[]> message, bool isFirst, CancellationToken cancellationToken)
    {
        ArchiveOutcome counted = isFirst ? outcome : await outcomes.FindAsync(outcome.Id, cancellationToken) ?? outcome;
        await results.NoteAsync(counted, cancellationToken);
        await message.AckAsync(cancellationToken: cancellationToken);
        if (isFirst)
        {
            Interlocked.Increment(ref outcome.IsDead ? ref _dead : ref _done);
        }
    }

    // Another worker is to have it at once. A try that was broken off is none.
    private async Task ReturnAsync(ArchiveJob job, INatsJSMsg<byte[]> message)
    {
        try
        {
            await (await queue.PutBackAsync(job, CancellationToken.None)
                ? message.AckAsync(cancellationToken: CancellationToken.None)
                : message.NakAsync(cancellationToken: CancellationToken.None));
        }
        catch (NatsException)
        {
            // The queue takes it back by itself when no sign of life comes.
        }
    }

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(BoardInterval);
        try
        {
            do
            {
                await PutAsync(cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            await LeaveAsync();
        }
    }

    private async Task PutAsync(CancellationToken cancellationToken)
    {
        try
        {
            await board.PutAsync(options.Name, new WorkerState(options.Name, _done, _dead, [.. _running.Keys.Select(job => job.Describe())]), cancellationToken);
            await queue.CountAsync(cancellationToken); // another worker may have changed how often jobs need a sign of life
        }
        catch (NatsException)
        {
            // Only a picture is missing.
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            await board.RemoveAsync(options.Name, CancellationToken.None);
        }
        catch (NatsException)
        {
            // The entry ends by itself.
        }
    }
}
