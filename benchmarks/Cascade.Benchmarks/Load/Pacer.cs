using System.Diagnostics;

namespace Cascade.Benchmarks.Load;

/// <summary>One thread that wakes each client when it has something to send: a timer for each would cost more than the sending.</summary>
internal sealed class Pacer : IDisposable
{
    private readonly PriorityQueue<LoadClient, long> _queue = new();
    private readonly Thread _thread;
    private volatile bool _stopped;

    public Pacer()
    {
        _thread = new Thread(Run) { Name = "pacer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>How late clients were woken: what the generator itself adds to the time between two chunks.</summary>
    public Histogram Lateness { get; } = new();

    /// <summary>Wakes a client once, at a time.</summary>
    public void Schedule(LoadClient client, long stamp)
    {
        lock (_queue)
        {
            _queue.Enqueue(client, stamp);
        }
    }

    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
    }

    private void Run()
    {
        while (!_stopped)
        {
            while (TryTake(Stopwatch.GetTimestamp(), out LoadClient? client, out long due))
            {
                Lateness.Add(Stopwatch.GetElapsedTime(due));
                _ = client.SendDueAsync();
            }

            Thread.Sleep(1);
        }
    }

    private bool TryTake(long now, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out LoadClient? client, out long due)
    {
        lock (_queue)
        {
            return _queue.TryPeek(out client, out due) && due <= now && _queue.TryDequeue(out client, out due);
        }
    }
}
