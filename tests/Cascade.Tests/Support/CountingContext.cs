namespace Cascade.Tests;

/// <summary>A context, as that of a window, and how much was asked of it.</summary>
internal sealed class CountingContext : SynchronizationContext
{
    private int _posts;

    public int Posts => Volatile.Read(ref _posts);

    public override void Post(SendOrPostCallback d, object? state)
    {
        Interlocked.Increment(ref _posts);
        base.Post(d, state);
    }

    /// <summary>Begins something on the context and leaves it.</summary>
    public T Begin<T>(Func<T> begin)
    {
        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        try
        {
            return begin();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
