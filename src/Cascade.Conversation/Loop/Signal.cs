namespace Cascade.Dialogue;

/// <summary>Lets one task wait until another sets it. A task that waits is no work; one that was woken is.</summary>
internal sealed class Signal(Workload work)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _waiter;
    private bool _isSet;

    public void Set()
    {
        lock (_lock)
        {
            if (_waiter is null)
            {
                _isSet = true;
                return;
            }
        }

        Wake(canceledBy: null);
    }

    /// <summary>Waits for the next <see cref="Set"/>, or takes the one that came before.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_isSet)
            {
                _isSet = false;
                return;
            }

            _waiter = waiter;
        }

        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister((_, token) => Wake(token), null);
        await using (registration.ConfigureAwait(false))
        {
            work.Leave();
            await waiter.Task.ConfigureAwait(false);
        }
    }

    private void Wake(CancellationToken? canceledBy)
    {
        TaskCompletionSource? waiter;
        lock (_lock)
        {
            (waiter, _waiter) = (_waiter, null);
        }

        if (waiter is null)
        {
            return; // canceled and set at once: one of both wakes it
        }

        work.Enter();
        if (canceledBy is { } token)
        {
            waiter.SetCanceled(token);
        }
        else
        {
            waiter.SetResult();
        }
    }
}
