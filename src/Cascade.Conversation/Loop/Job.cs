namespace Cascade.Dialogue;

/// <summary>Work for a turn that runs beside the loop: a recognition or a reply. Its messages count only while it is the current one.</summary>
#pragma warning disable CA1001 // nothing to dispose: the source has no timer and no parent, and an abandoned stage may still look at its token
internal abstract class Job(long generation, Turn turn)
{
    // Not linked to the conversation's token: registrations would pile up there. The loop cancels each job.
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Gets the number by which older work is told from newer.</summary>
    public long Generation => generation;

    public Turn Turn => turn;

    public CancellationToken Token => _stop.Token;

    public Task Task { get; set; } = Task.CompletedTask;

    /// <summary>Gets when the job was canceled.</summary>
    public long CanceledAt { get; private set; }

    public abstract IEnumerable<StageCall> Calls { get; }

    public void Cancel(long now)
    {
        CanceledAt = now;
        _ = _stop.CancelAsync(); // what clients have registered must not run on the loop
    }
}
