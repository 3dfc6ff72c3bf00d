using System.Text.Json;

namespace Cascade.Benchmarks.Cluster;

/// <summary>Measured costs: the inputs of the simulation.</summary>
internal sealed record ClusterCosts
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerOptions.Web) { WriteIndented = true };

    /// <summary>Processor time that the server spends on a stream for 32 ms of audio, connection included.</summary>
    public required double FrameMicroseconds { get; init; }

    /// <summary>Processor time that the engine alone spends on a frame of a stream that catches up.</summary>
    public required double ReplayMicroseconds { get; init; }

    /// <summary>Events of speech that a stream has in a second.</summary>
    public required double EventsPerSecond { get; init; }

    /// <summary>The mean size of a snapshot, without the audio of open speech.</summary>
    public required double SnapshotBytes { get; init; }

    public required double SaveMicroseconds { get; init; }

    public required double RestoreMicroseconds { get; init; }

    /// <summary>Writes that check the owner's epoch, on one core of Redis.</summary>
    public required double RedisWritesPerSecond { get; init; }

    /// <summary>Takeovers (a new epoch, and the snapshot is read), on one core of Redis.</summary>
    public required double RedisTakeoversPerSecond { get; init; }

    /// <summary>The time of one takeover for whoever waits for it, without load.</summary>
    public required double RedisTakeoverMicroseconds { get; init; }

    /// <summary>The machine that was measured; nodes are like it.</summary>
    public required int Cores { get; init; }

    /// <exception cref="InvalidOperationException">The file holds something else.</exception>
    public static async Task<ClusterCosts> ReadAsync(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ClusterCosts>(await File.ReadAllTextAsync(path), Format)!;
        }
        catch (JsonException fault)
        {
            throw new InvalidOperationException($"'{path}' holds no costs: {fault.Message} Write it with cluster-costs --costs {path}.");
        }
    }

    public Task WriteAsync(string path) => File.WriteAllTextAsync(path, JsonSerializer.Serialize(this, Format) + "\n");
}
