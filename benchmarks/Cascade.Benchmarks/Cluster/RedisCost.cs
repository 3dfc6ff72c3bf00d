using System.Diagnostics;
using System.Globalization;

namespace Cascade.Benchmarks.Cluster;

/// <summary>Operations of a real redis-server, measured by its own redis-benchmark.</summary>
internal sealed record RedisCost(double WritesPerSecond, double TakeoversPerSecond, double TakeoverMicroseconds)
{
    private const int Operations = 50_000;
    private const int Clients = 50;

    // As the servers write and take sessions: a write with an epoch from before is refused, and a takeover raises the epoch.
    private const string Write = "local epoch = redis.call('HGET', KEYS[1], 'epoch') if epoch and tonumber(epoch) > tonumber(ARGV[1]) then return 0 end "
        + "redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'state', ARGV[2]) redis.call('PEXPIRE', KEYS[1], ARGV[3]) return 1";

    private const string Take = "local state = redis.call('HGET', KEYS[1], 'state') if not state or state == '' then return false end return { redis.call('HINCRBY', KEYS[1], 'epoch', 1), state }";

    /// <param name="bytes">The size of a snapshot.</param>
    /// <exception cref="InvalidOperationException">redis-server is missing.</exception>
    public static async Task<RedisCost> MeasureAsync(int bytes)
    {
        int port = ListeningServer.FreePorts(1)[0];
        using ListeningServer server = await ListeningServer.StartAsync(port, "redis-server", "--port", Text(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no");
        string snapshot = new('x', bytes);
        (double writes, _) = await BenchmarkAsync(port, Clients, Operations, "eval", Write, "1", "stream", "1", snapshot, "60000");
        (double takeovers, _) = await BenchmarkAsync(port, Clients, Operations, "eval", Take, "1", "stream");
        (_, double takeover) = await BenchmarkAsync(port, 1, Operations / 10, "eval", Take, "1", "stream");
        return new RedisCost(writes, takeovers, takeover);
    }

    // A line of CSV: the command, operations a second, mean, least, median, p95, p99 and longest time in ms.
    private static async Task<(double PerSecond, double MedianMicroseconds)> BenchmarkAsync(int port, int clients, int operations, params string[] command)
    {
        using Process benchmark = Process.Start(new ProcessStartInfo("redis-benchmark", ["-p", Text(port), "-c", Text(clients), "-n", Text(operations), "--csv", .. command]) { RedirectStandardOutput = true })!;
        string output = await benchmark.StandardOutput.ReadToEndAsync();
        await benchmark.WaitForExitAsync();
        string line = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        double[] figures = [.. line.Split("\",\"")[^7..].Select(text => double.Parse(text.Trim('"'), CultureInfo.InvariantCulture))];
        return (figures[0], figures[3] * 1_000);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
