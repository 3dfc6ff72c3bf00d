using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Cascade.Hosting.Diagnostics;

/// <summary>The instruments of the meter <c>Cascade.Hosting</c>.</summary>
internal sealed class HostingMetrics
{
    public const string MeterName = "Cascade.Hosting";
    public const string BrokenFrame = "brokenFrame";
    public const string SendTimeout = "sendTimeout";
    public const string KeepAlive = "keepAlive";
    public const string ForLimit = "limit";
    public const string ForMemory = "memory";

    private readonly Meter _meter;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _evictions;
    private readonly Counter<long> _handOvers;
    private readonly Counter<long> _storeFailures;

    private readonly ILogger _logger;

    public HostingMetrics(IMeterFactory factory, ILogger<HostingMetrics> logger)
    {
        _logger = logger;
        _meter = factory.Create(MeterName);
        _refusals = _meter.CreateCounter<long>("cascade.hosting.refusals", "{refusal}", "Connections and sessions that were refused or ended for a fault of the client, by reason.");
        _evictions = _meter.CreateCounter<long>("cascade.hosting.evictions", "{session}", "Idle sessions that had to make room, by reason.");
        _handOvers = _meter.CreateCounter<long>("cascade.hosting.handovers", "{session}", "Sessions that this node took from another one, or lost to another one, by reason.");
        _storeFailures = _meter.CreateCounter<long>("cascade.hosting.store.failures", "{call}", "Calls of the store of sessions that had no answer: no other node can go on with what was to be kept.");
    }

    /// <summary>Lets the sessions, and what they hold, be counted whenever somebody collects.</summary>
    public void Observe(Func<SessionCounts> counts, Func<long> heldBytes)
    {
        _meter.CreateObservableUpDownCounter("cascade.hosting.sessions", () => Measure(counts()), "{session}", "Sessions, by state.");
        _meter.CreateObservableUpDownCounter("cascade.hosting.held.size", heldBytes, "By", "Bytes that sessions hold for their clients: events, kept segments and open speech.");
    }

    public void Refused(string reason) => Count(_refusals, reason);

    public void Evicted(string reason) => Count(_evictions, reason);

    public void Taken() => Count(_handOvers, "taken");

    public void Lost() => Count(_handOvers, "lost");

    public void StoreFailed(string reason) => Count(_storeFailures, reason);

    // Listeners run in the call. The fault of one is not to end a session, nor the process where a timer calls.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "logged")]
    private void Count(Counter<long> counter, string reason)
    {
        try
        {
            counter.Add(1, new KeyValuePair<string, object?>("reason", reason));
        }
        catch (Exception e)
        {
            Log.ListenerFailed(_logger, e);
        }
    }

    private static Measurement<int>[] Measure(SessionCounts counts) =>
    [
        new(counts.Listening, new KeyValuePair<string, object?>("state", "listening")),
        new(counts.Speaking, new KeyValuePair<string, object?>("state", "speaking")),
        new(counts.Waiting, new KeyValuePair<string, object?>("state", "waiting")),
    ];
}
