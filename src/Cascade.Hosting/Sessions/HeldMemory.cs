using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Sessions;

/// <summary>Counts what all sessions together hold for their clients: events, kept segments, open speech. Thread-safe.</summary>
internal sealed class HeldMemory(IOptions<CascadeHostingOptions> options)
{
    private const double DefaultShare = 0.5;

    private readonly long _limit = options.Value.MaxHeldBytes ?? (long)(MemoryPressure.LimitOf(options.Value) * DefaultShare);
    private long _bytes;
    private int _sessions;

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Gets whether the sessions hold more than they may.</summary>
    public bool IsOver => Bytes > _limit;

    /// <summary>Gets the part of one session. While <see cref="IsOver"/>, at least one session holds more.</summary>
    public long Share => _limit / Math.Max(1, Volatile.Read(ref _sessions));

    public void Add(long bytes) => Interlocked.Add(ref _bytes, bytes);

    public void Join() => Interlocked.Increment(ref _sessions);

    public void Leave() => Interlocked.Decrement(ref _sessions);
}
