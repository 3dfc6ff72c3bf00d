using System.Diagnostics;

namespace Cascade.Benchmarks.Cluster;

/// <summary>The size of a stream's snapshot, and the time that saving and restoring take: means over a recording, at each event and every two seconds without one, as servers save.</summary>
/// <param name="Bytes">The size.</param>
/// <param name="SaveMicroseconds">The time of saving.</param>
/// <param name="RestoreMicroseconds">The time of restoring.</param>
internal sealed record SnapshotCost(double Bytes, double SaveMicroseconds, double RestoreMicroseconds)
{
    private const int ChunkBytes = SampleClock.SampleRateHz / 10 * sizeof(short); // 100 ms
    private const int ChunksWithoutEvent = 20;
    private const int Rounds = 20;

    public static async Task<SnapshotCost> MeasureAsync(Recording recording)
    {
        List<double> bytes = [];
        List<double> saves = [];
        List<double> restores = [];
        StreamProcessorOptions options = new()
        {
            Engine = VadEngine.Managed(),
            Audio = ResultAudio.None, // as a server's sessions, unless they send the audio of segments
            Speech = new SpeechSettings { Results = ResultKinds.SpeechStarted | ResultKinds.SpeechEnded },
        };
        for (int round = 0; round < Rounds; round++)
        {
            await using StreamProcessor processor = new(options);
            int since = 0;
            for (int at = 0; at + ChunkBytes <= recording.Bytes.Length; at += ChunkBytes)
            {
                IReadOnlyList<CascadeResult> events = await processor.ProcessChunkAsync(recording.Bytes.Slice(at, ChunkBytes));
                if (events.Count > 0 || ++since == ChunksWithoutEvent)
                {
                    since = 0;
                    long began = Stopwatch.GetTimestamp();
                    byte[] snapshot = processor.Save();
                    saves.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
                    bytes.Add(snapshot.Length);
                    began = Stopwatch.GetTimestamp();
                    await using StreamProcessor restored = StreamSnapshot.Read(snapshot).Restore(options);
                    restores.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
                }
            }
        }

        return new SnapshotCost(bytes.Average(), Sample.Median(saves), Sample.Median(restores));
    }
}
