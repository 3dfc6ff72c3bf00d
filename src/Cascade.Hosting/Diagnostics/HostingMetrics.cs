using System.Diagnostics.Metrics;

namespace Cascade.Hosting.Diagnostics;

/// <summary>The instruments of the meter <c>Cascade.Hosting</c>.</summary>
internal sealed class HostingMetrics
{
    public const string MeterName = "Cascade.Hosting";
    public const string BrokenFrame = "brokenFrame";
    public const string ForLimit = "limit";
    public const string ForMemory = "memory";

    private readonly Meter _meter;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _evictions;

    public HostingMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        _refusals = _meter.CreateCounter<long>("cascade.hosting.refusals", "{refusal}", "Connections and sessions that were refused or ended for a fault of the client, by reason.");
        _evictions = _meter.CreateCounter<long>("cascade.hosting.evictions", "{session}", "Idle sessions that had to make room, by reason.");
    }

    /// <summary>Lets the sessions be counted whenever somebody collects.</summary>
    public void Observe(Func<SessionCounts> counts) =>
        _meter.CreateObservableUpDownCounter("cascade.hosting.sessions", () => Measure(counts()), "{session}", "Sessions, by state.");

    public void Refused(string reason) => _refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Evicted(string reason) => _evictions.Add(1, new KeyValuePair<string, object?>("reason", reason));

    private static Measurement<int>[] Measure(SessionCounts counts) =>
    [
        new(counts.Listening, new KeyValuePair<string, object?>("state", "listening")),
        new(counts.Speaking, new KeyValuePair<string, object?>("state", "speaking")),
        new(counts.Waiting, new KeyValuePair<string, object?>("state", "waiting")),
    ];
}
