namespace Cascade.Speech.Pool;

/// <summary>The jobs that wait for a worker, first come first served; jobs that are tried again go first.</summary>
internal sealed class JobQueue(int capacity) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<WorkerJob> _jobs = [];
    private readonly SemaphoreSlim _available = new(0);
    private int _takers;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _jobs.Count;
            }
        }
    }

    /// <summary>Adds a job at the end; false where the queue is full. A job that an idle worker waits for does not count.</summary>
    public bool TryAdd(WorkerJob job)
    {
        lock (_lock)
        {
            if (_jobs.Count >= capacity + _takers)
            {
                return false;
            }

            job.Node = _jobs.AddLast(job);
        }

        _available.Release();
        return true;
    }

    /// <summary>Adds a job in front, whether or not the queue is full.</summary>
    public void AddFirst(WorkerJob job)
    {
        lock (_lock)
        {
            job.Node = _jobs.AddFirst(job);
        }

        _available.Release();
    }

    /// <summary>Removes a job that has ended, if it is here.</summary>
    public void Remove(WorkerJob job)
    {
        lock (_lock)
        {
            if (job.Node is { } node)
            {
                _jobs.Remove(node);
                job.Node = null;
            }
        }
    }

    /// <summary>After the last taker has gone.</summary>
    public void Dispose() => _available.Dispose();

    /// <summary>Returns the next job when there is one. A job is never lost to a cancellation.</summary>
    public async ValueTask<WorkerJob> TakeAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _takers++;
        }

        try
        {
            while (true)
            {
                await _available.WaitAsync(cancellationToken).ConfigureAwait(false); // one too many for each job that was removed
                lock (_lock)
                {
                    if (_jobs.First is { } first)
                    {
                        _jobs.RemoveFirst();
                        first.Value.Node = null;
                        return first.Value;
                    }
                }
            }
        }
        finally
        {
            lock (_lock)
            {
                _takers--;
            }
        }
    }
}
