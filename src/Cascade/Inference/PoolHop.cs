using System.Threading.Tasks.Sources;

namespace Cascade.Inference;

/// <summary>
/// Runs one piece of work on the thread pool, again and again: <c>Task.Run</c> that reuses itself, so that a chunk allocates nothing. One hop at a time.
/// </summary>
internal sealed class PoolHop(Action work) : IThreadPoolWorkItem, IValueTaskSource
{
    // What awaits the hop goes on where the work ended, on the same pool thread.
    private ManualResetValueTaskSourceCore<bool> _completion;

    /// <summary>Completes, or fails, as the work that was started last does. To be awaited once.</summary>
    public ValueTask Completion => new(this, _completion.Version);

    /// <summary>Queues the work.</summary>
    public void Start()
    {
        _completion.Reset();
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    /// <summary>Queues the work; the task completes, or fails, as it does.</summary>
    public ValueTask RunAsync()
    {
        Start();
        return Completion;
    }

    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            work();
        }
        catch (Exception e) // whatever it is, it belongs to the one who awaits the hop
        {
            _completion.SetException(e);
            return;
        }

        _completion.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);
}
