using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Cascade.Speech.Pool;

namespace Cascade.Speech.Diagnostics;

/// <summary>The instruments of the meter <c>Cascade.Speech</c>. docs/recognition.md lists them, and a test compares the two.</summary>
internal static class SpeechMeter
{
    public const string Name = "Cascade.Speech";

    private static readonly ConcurrentDictionary<WorkerPool, bool> Pools = [];

    private static readonly Meter Meter = new(Name, typeof(SpeechMeter).Assembly.GetName().Version!.ToString(3));

    private static readonly double[] Seconds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 20, 30, 60];

    public static readonly UpDownCounter<long> Active = Meter.CreateUpDownCounter<long>("cascade.worker.active", "{worker}", "Worker processes that are ready");

    public static readonly UpDownCounter<long> Pending = Meter.CreateUpDownCounter<long>("cascade.worker.pending", "{job}", "Jobs that wait or run");

    private static readonly Counter<long> Restarts = Meter.CreateCounter<long>("cascade.worker.restarts", "{restart}", "Worker processes that were replaced");

    private static readonly Counter<long> Jobs = Meter.CreateCounter<long>("cascade.worker.jobs", "{job}", "Jobs that have ended");

    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>("cascade.worker.refusals", "{job}", "Jobs that were refused before a worker saw them");

    private static readonly Histogram<double> QueueWait = Meter.CreateHistogram<double>(
        "cascade.worker.queue.wait", "s", "Time that a job waited for a worker", advice: new() { HistogramBucketBoundaries = Seconds });

    private static readonly Histogram<double> JobDuration = Meter.CreateHistogram<double>(
        "cascade.worker.job.duration", "s", "Time that a worker took for a job", advice: new() { HistogramBucketBoundaries = Seconds });

    static SpeechMeter() => Meter.CreateObservableUpDownCounter(
        "cascade.worker.memory.usage", () => Pools.Keys.Sum(pool => pool.Memory.Sum()), "By", "Resident memory of the worker processes");

    public static void Observe(WorkerPool pool) => Pools[pool] = true;

    public static void Forget(WorkerPool pool) => Pools.TryRemove(pool, out _);

    public static void Restarted(string reason) => Restarts.Add(1, new KeyValuePair<string, object?>("cascade.restart.reason", reason));

    public static void Ended(JobOutcome outcome) => Jobs.Add(1, new KeyValuePair<string, object?>("cascade.job.outcome", NameOf(outcome.ToString())));

    public static void Refused(SpeechWorkerFailure reason) => Refusals.Add(1, new KeyValuePair<string, object?>("cascade.refusal.reason", NameOf(reason.ToString())));

    public static void Waited(TimeSpan time) => QueueWait.Record(time.TotalSeconds);

    public static void Ran(TimeSpan time) => JobDuration.Record(time.TotalSeconds);

    // Snake case, as OpenTelemetry writes values.
    private static string NameOf(string member) => string.Concat(member.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
