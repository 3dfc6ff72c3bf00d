namespace Cascade.Dialogue;

/// <summary>Work for a turn that runs beside the loop: a recognition or a reply. Its messages count only while it is the current one.</summary>
#pragma warning disable CA1001 // nothing to dispose: the source has no timer and no parent, and an abandoned stage may still look at its token
internal abstract class Job(long generation, Turn turn)
{
    // Not linked to the conversation's token: registrations would pile up there. The loop cancels each job.
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _isDone;

    /// <summary>Gets the number by which older work is told from newer.</summary>
    public long Generation => generation;

    public Turn Turn => turn;

    public CancellationToken Token => _stop.Token;

    /// <summary>Gets whether all of the work has ended.</summary>
    public bool IsDone => _isDone;

    /// <summary>Gets when the job was canceled.</summary>
    public long CanceledAt { get; private set; }

    public abstract IEnumerable<StageCall> Calls { get; }

    public void Start(Workload work, Func<Task> run)
    {
        work.Enter();
        _ = Task.Run(async () =>
        {
            try
            {
                await run().ConfigureAwait(false);
            }
            finally
            {
                _isDone = true;
                work.Leave();
            }
        });
    }

    public void Cancel(long now, Workload work)
    {
        CanceledAt = now;
        work.Enter();
        _ = CancelAsync(work);
    }

    // What clients have registered must not run on the loop.
    private async Task CancelAsync(Workload work)
    {
        try
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException)
        {
            return; // a client's callback threw: its work is not wanted any more, so nobody can use the fault
        }
        finally
        {
            work.Leave();
        }
    }
}
