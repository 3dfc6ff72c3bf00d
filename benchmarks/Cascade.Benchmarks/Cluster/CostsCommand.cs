using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Cascade.Benchmarks.Cluster;

/// <summary>Measures the inputs of the simulation with the real things: the sample server under load, a processor, a redis-server.</summary>
internal static class CostsCommand
{
    private const int Connections = 200;
    private const int Seconds = 10;
    private const double FrameSeconds = (double)SampleClock.FrameSamples / SampleClock.SampleRateHz;

    public static async Task<int> RunAsync(ClusterArguments arguments)
    {
        Report report = new("cluster-costs", arguments.Output);
        ClusterCosts costs = await MeasureAsync();
        Write(report, costs);
        if (arguments.Costs is { } path)
        {
            await costs.WriteAsync(path);
        }

        return report.ExitCode;
    }

    public static async Task<ClusterCosts> MeasureAsync()
    {
        Recording recording = await Recording.LoadAsync(new Arguments().Wav);
        (double replay, double events) = await ReplayAsync(recording);
        SnapshotCost snapshot = await SnapshotCost.MeasureAsync(recording);
        RedisCost redis = await RedisCost.MeasureAsync((int)snapshot.Bytes);
        return new ClusterCosts
        {
            FrameMicroseconds = await ServerAsync(),
            ReplayMicroseconds = replay,
            EventsPerSecond = events,
            SnapshotBytes = snapshot.Bytes,
            SaveMicroseconds = snapshot.SaveMicroseconds,
            RestoreMicroseconds = snapshot.RestoreMicroseconds,
            RedisWritesPerSecond = redis.WritesPerSecond,
            RedisTakeoversPerSecond = redis.TakeoversPerSecond,
            RedisTakeoverMicroseconds = redis.TakeoverMicroseconds,
            Cores = Environment.ProcessorCount,
        };
    }

    public static void Write(Report report, ClusterCosts costs)
    {
        report.Row("a stream on the server", ("us_per_frame", costs.FrameMicroseconds), ("replay_us_per_frame", costs.ReplayMicroseconds), ("events_per_second", costs.EventsPerSecond));
        report.Row("snapshot", ("bytes", costs.SnapshotBytes), ("save_us", costs.SaveMicroseconds), ("restore_us", costs.RestoreMicroseconds));
        report.Row("Redis, one core", ("writes_per_second", costs.RedisWritesPerSecond), ("takeovers_per_second", costs.RedisTakeoversPerSecond), ("takeover_us", costs.RedisTakeoverMicroseconds));
    }

    // The load generator's own row says how many cores the server used.
    private static async Task<double> ServerAsync()
    {
        string[] load = ["load", "--batch", "--connections", Text(Connections), "--seconds", Text(Seconds), "--stalls", "0", "--drops", "0", "--json"];
        double? cores = null;
        await foreach (string line in Child.LinesAsync([], load))
        {
            if (JsonNode.Parse(line) is JsonObject row && (string?)row["name"] == "server")
            {
                cores = (double)row["cores"]!;
            }
        }

        return (cores ?? throw new InvalidOperationException("The load command told no cores.")) * 1e6 * FrameSeconds / Connections;
    }

    private static async Task<(double ReplayMicroseconds, double EventsPerSecond)> ReplayAsync(Recording recording)
    {
        List<double> times = [];
        int events = 0;
        SpeechSettings speech = new() { Results = ResultKinds.SpeechStarted | ResultKinds.SpeechEnded };
        for (int round = 0; round < 5; round++)
        {
            await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.Managed(), Speech = speech });
            long began = Stopwatch.GetTimestamp();
            IReadOnlyList<CascadeResult> results = await processor.ProcessChunkAsync(recording.Bytes);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds / Recording.FramesIn(recording.Seconds));
            events = results.Count(result => result is SpeechStarted or SpeechEnded);
        }

        return (Sample.Median(times), (double)events / recording.Seconds);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
