namespace Cascade.Dialogue.Tests;

/// <summary>Faults that real clients have and won't produce on demand. What hangs is let go at the end of a test.</summary>
internal sealed class Misbehaviour : IDisposable
{
    private readonly ManualResetEventSlim _blocked = new();
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets or sets the account of what is under way, in which a call that hangs does not count.</summary>
    public Workload? Work { get; set; }

    /// <returns>Whether the call is to end without a result.</returns>
    public async Task<bool> BeforeAsync(Fault fault, CancellationToken cancellationToken)
    {
        if (fault is Fault.None or Fault.ThrowsLate or Fault.GivesAllAtOnce)
        {
            return false;
        }

        switch (fault)
        {
            case Fault.Hangs:
                await HangAsync(cancellationToken);
                break;
            case Fault.HangsDeaf:
                Work?.Leave();
                await _hanging.Task;
                Work?.Enter();
                break;
            case Fault.BlocksThread:
                Work?.Leave();
                _blocked.Wait(CancellationToken.None);
                Work?.Enter();
                break;
            case Fault.EndsSilently:
                await HangAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case Fault.Throws:
                throw new InvalidDataException("the client failed");
        }

        return true;
    }

    public static void After(Fault fault)
    {
        if (fault == Fault.ThrowsLate)
        {
            throw new InvalidDataException("the client failed at its end");
        }
    }

    private async Task HangAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellationToken.Register(() =>
        {
            Work?.Enter();
            hanging.SetCanceled(cancellationToken);
        });
        Work?.Leave();
        await hanging.Task;
    }

    public void Dispose()
    {
        _blocked.Set();
        _hanging.TrySetResult();
    }
}
