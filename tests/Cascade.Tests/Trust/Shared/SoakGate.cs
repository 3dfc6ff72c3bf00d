namespace Cascade.Tests.Trust;

/// <summary>Where all streams of a soak come to rest while it is measured.</summary>
internal sealed class SoakGate(int streams)
{
    private readonly object _lock = new();
    private TaskCompletionSource? _open;
    private TaskCompletionSource? _allHere;
    private int _here;

    /// <summary>Whether streams are to come.</summary>
    public bool IsClosed => Volatile.Read(ref _open) is not null;

    /// <summary>Closes the gate; completes when all streams stand at it.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _here = 0;
            _allHere = NewSource();
            _open = NewSource();
            return _allHere.Task;
        }
    }

    public void Open()
    {
        TaskCompletionSource? open;
        lock (_lock)
        {
            (open, _open) = (_open, null);
        }

        open?.SetResult();
    }

    /// <summary>Waits at the gate while it is closed.</summary>
    public Task PassAsync()
    {
        lock (_lock)
        {
            if (_open is not { } open)
            {
                return Task.CompletedTask;
            }

            if (++_here == streams)
            {
                _allHere!.SetResult();
            }

            return open.Task;
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
