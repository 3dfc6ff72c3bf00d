namespace Cascade.Dialogue.Tests;

/// <summary>Faults that real clients have and won't produce on demand. What hangs is let go at the end of a test.</summary>
internal sealed class Misbehaviour : IDisposable
{
    private readonly ManualResetEventSlim _blocked = new();
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _entered = new(0);

    /// <summary>Completes when a call misbehaves.</summary>
    public Task EnteredAsync() => _entered.WaitAsync();

    /// <returns>Whether the call is to end without a result.</returns>
    public async Task<bool> BeforeAsync(Fault fault, CancellationToken cancellationToken)
    {
        if (fault is Fault.None or Fault.ThrowsLate or Fault.GivesAllAtOnce)
        {
            return false;
        }

        _entered.Release();
        switch (fault)
        {
            case Fault.Hangs:
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            case Fault.HangsDeaf:
                await _hanging.Task;
                break;
            case Fault.BlocksThread:
                _blocked.Wait(CancellationToken.None);
                break;
            case Fault.EndsSilently:
                await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                break;
            case Fault.Throws:
                throw new InvalidDataException("the client failed");
        }

        return true;
    }

    public void After(Fault fault)
    {
        if (fault == Fault.ThrowsLate)
        {
            _entered.Release();
            throw new InvalidDataException("the client failed at its end");
        }
    }

    public void Dispose()
    {
        _blocked.Set();
        _hanging.TrySetResult();
    }
}
