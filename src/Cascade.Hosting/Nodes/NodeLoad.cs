using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Nodes;

/// <summary>How much of what this node can carry it carries: the part of the sessions, or of the processors' time in the last seconds, whichever is more. Thread-safe.</summary>
internal sealed class NodeLoad(SessionManager sessions, IOptions<CascadeHostingOptions> options, TimeProvider timeProvider)
{
    private const int Samples = 5;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly object _lock = new();
    private readonly Queue<(long Stamp, TimeSpan Used)> _times = new();

    /// <summary>Gets the load, from 0; 1 is full.</summary>
    public double Value => Math.Max((double)sessions.Counts.Total / options.Value.MaxSessions, Processors());

    private double Processors()
    {
        lock (_lock)
        {
            long now = timeProvider.GetTimestamp();
            TimeSpan used = System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime;
            if (_times.Count == 0 || timeProvider.GetElapsedTime(_times.Last().Stamp, now) >= Interval)
            {
                _times.Enqueue((now, used));
                while (_times.Count > Samples)
                {
                    _times.Dequeue();
                }
            }

            (long first, TimeSpan before) = _times.Peek();
            TimeSpan passed = timeProvider.GetElapsedTime(first, now);
            return passed == TimeSpan.Zero ? 0 : Math.Min(1, (used - before) / passed / Environment.ProcessorCount);
        }
    }
}
