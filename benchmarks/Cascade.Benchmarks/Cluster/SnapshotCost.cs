using System.Diagnostics;
using System.Runtime.InteropServices;
using Cascade.Inference;

namespace Cascade.Benchmarks.Cluster;

/// <summary>The size of a stream's snapshot, and the time that saving and restoring take.</summary>
/// <param name="Source">What was measured.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="SaveMicroseconds">The time of saving.</param>
/// <param name="RestoreMicroseconds">The time of restoring.</param>
internal sealed record SnapshotCost(string Source, double Bytes, double SaveMicroseconds, double RestoreMicroseconds)
{
    private const int Rounds = 20_000;

    /// <summary>Measures the network's memory, the least that a snapshot holds.</summary>
    public static Task<SnapshotCost> MeasureAsync(Recording recording)
    {
        float[] memory = new float[SileroNetwork.StateValues + SileroNetwork.ContextSamples];
        byte[] bytes = [];
        double save = Time(() => bytes = MemoryMarshal.AsBytes<float>(memory).ToArray());
        double restore = Time(() => memory = MemoryMarshal.Cast<byte, float>(bytes).ToArray());
        _ = recording;
        return Task.FromResult(new SnapshotCost("the network's memory only", bytes.Length, save, restore));
    }

    private static double Time(Action action)
    {
        action();
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < Rounds; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / Rounds;
    }
}
