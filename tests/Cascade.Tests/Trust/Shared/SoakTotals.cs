using System.Collections.Concurrent;

namespace Cascade.Tests.Trust;

/// <summary>What a soak has done so far, all streams together. Every byte that was accepted is in one of the others.</summary>
internal sealed class SoakTotals
{
    private long _streams;
    private long _frames;
    private long _accepted;
    private long _inResults;
    private long _unused;
    private long _dropped;

    /// <summary>Streams that have ended, by disposal or reset.</summary>
    public long Streams => Volatile.Read(ref _streams);

    public long Frames => Volatile.Read(ref _frames);

    public long Accepted => Volatile.Read(ref _accepted);

    /// <summary>Bytes in frames and segments.</summary>
    public long InResults => Volatile.Read(ref _inResults);

    /// <summary>Bytes outside speech and shorter than a frame before an end.</summary>
    public long Unused => Volatile.Read(ref _unused);

    /// <summary>Bytes that were waiting, or in open speech or undelivered results, when their stream was reset or disposed.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Bytes that are nowhere.</summary>
    public long Unaccounted => Accepted - InResults - Unused - Dropped;

    /// <summary>How often each fault has been made.</summary>
    public ConcurrentDictionary<SoakFault, long> Faults { get; } = [];

    /// <summary>What must not have happened, and how often it has.</summary>
    public ConcurrentDictionary<string, long> Failures { get; } = [];

    /// <summary>Enters a stream that has ended.</summary>
    public void Add(StreamLedger ledger, ProcessorStats stats)
    {
        Interlocked.Increment(ref _streams);
        Interlocked.Add(ref _frames, stats.Frames);
        Interlocked.Add(ref _accepted, ledger.Accepted);
        Interlocked.Add(ref _inResults, ledger.InResults);
        Interlocked.Add(ref _unused, stats.BytesUnused);
        Interlocked.Add(ref _dropped, ledger.FindDropped(stats));
    }

    public void AddFault(SoakFault fault) => Faults.AddOrUpdate(fault, 1, static (_, count) => count + 1);

    public void AddFailure(Exception failure)
    {
        string place = failure.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Soak", StringComparison.Ordinal)) ?? "";
        Failures.AddOrUpdate($"{failure.GetType().Name}: {failure.Message}{place.TrimEnd()}", 1, static (_, count) => count + 1);
    }
}
