namespace Cascade.Speech.Pool;

/// <summary>The unplanned restarts of the last minute.</summary>
internal sealed class RestartHistory(TimeProvider time)
{
    /// <summary>So many in a minute mean that something is wrong with the engine or with the machine.</summary>
    public const int UnhealthyCount = 5;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<long> _times = [];

    /// <summary>All that there were.</summary>
    public long Total { get; private set; }

    /// <summary>Those of the last minute.</summary>
    public int Recent
    {
        get
        {
            lock (_lock)
            {
                Forget();
                return _times.Count;
            }
        }
    }

    public void Add()
    {
        lock (_lock)
        {
            Total++;
            Forget();
            _times.Enqueue(time.GetTimestamp());
        }
    }

    private void Forget()
    {
        while (_times.TryPeek(out long oldest) && time.GetElapsedTime(oldest) > Window)
        {
            _times.Dequeue();
        }
    }
}
