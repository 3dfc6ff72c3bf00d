namespace Cascade.Dialogue;

/// <summary>Counts what is under way in a conversation: audio to be heard, messages to be handled, stages that can go on. At zero nothing happens until time passes or somebody calls.</summary>
/// <remarks>A task that is woken is counted before by its waker, so the count is exact: it is never zero between two steps of one piece of work.</remarks>
internal sealed class Workload
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _idle;
    private int _count;

    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return _count == 0;
            }
        }
    }

    /// <summary>Completes when the count is zero.</summary>
    public Task IdleAsync()
    {
        lock (_lock)
        {
            return _count == 0 ? Task.CompletedTask : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public void Enter()
    {
        lock (_lock)
        {
            _count++;
        }
    }

    public void Leave()
    {
        TaskCompletionSource? idle = null;
        lock (_lock)
        {
            if (--_count == 0)
            {
                (idle, _idle) = (_idle, null);
            }
        }

        idle?.SetResult();
    }
}
