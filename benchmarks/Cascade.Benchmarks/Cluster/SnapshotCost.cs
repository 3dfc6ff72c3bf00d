using System.Diagnostics;

namespace Cascade.Benchmarks.Cluster;

/// <summary>
/// The size of a stream's snapshot, and the time that saving and restoring take: means over a recording, at each event and every two seconds without one, as servers save. Between two snapshots the engine has used the
/// processor's caches for other things, so the first call waits for memory; a call right behind it does not.
/// </summary>
/// <param name="Bytes">The size.</param>
/// <param name="SaveMicroseconds">The time of saving, behind the computation of 100 ms of audio.</param>
/// <param name="RestoreMicroseconds">The time of restoring, in the same place.</param>
/// <param name="SaveAgainMicroseconds">The time of saving once more at once.</param>
/// <param name="RestoreAgainMicroseconds">The time of restoring once more at once.</param>
internal sealed record SnapshotCost(double Bytes, double SaveMicroseconds, double RestoreMicroseconds, double SaveAgainMicroseconds, double RestoreAgainMicroseconds)
{
    private const int ChunkBytes = SampleClock.SampleRateHz / 10 * sizeof(short); // 100 ms
    private const int ChunksWithoutEvent = 20;
    private const int Rounds = 20;
    private const int WarmUp = 100; // rounds, some seconds: until all code is optimized

    public static async Task<SnapshotCost> MeasureAsync(Recording recording)
    {
        List<double> bytes = [];
        List<double> saves = [];
        List<double> restores = [];
        List<double> savesAgain = [];
        List<double> restoresAgain = [];
        StreamProcessorOptions options = new()
        {
            Engine = VadEngine.Managed(),
            Audio = ResultAudio.None, // as a server's sessions, unless they send the audio of segments
            Speech = new SpeechSettings { Results = ResultKinds.SpeechStarted | ResultKinds.SpeechEnded },
        };
        for (int round = -WarmUp; round < Rounds; round++)
        {
            await using StreamProcessor processor = new(options);
            int since = 0;
            for (int at = 0; at + ChunkBytes <= recording.Bytes.Length; at += ChunkBytes)
            {
                IReadOnlyList<CascadeResult> events = await processor.ProcessChunkAsync(recording.Bytes.Slice(at, ChunkBytes));
                if (events.Count > 0 || ++since == ChunksWithoutEvent)
                {
                    since = 0;
                    (byte[] snapshot, double save) = Save(processor);
                    double restore = Restore(snapshot, options);
                    double saveAgain = Save(processor).Microseconds;
                    double restoreAgain = Restore(snapshot, options);
                    if (round >= 0)
                    {
                        bytes.Add(snapshot.Length);
                        saves.Add(save);
                        restores.Add(restore);
                        savesAgain.Add(saveAgain);
                        restoresAgain.Add(restoreAgain);
                    }
                }
            }
        }

        return new SnapshotCost(bytes.Average(), Sample.Median(saves), Sample.Median(restores), Sample.Median(savesAgain), Sample.Median(restoresAgain));
    }

    private static (byte[] Snapshot, double Microseconds) Save(StreamProcessor processor)
    {
        long began = Stopwatch.GetTimestamp();
        byte[] snapshot = processor.Save();
        return (snapshot, Stopwatch.GetElapsedTime(began).TotalMicroseconds);
    }

    private static double Restore(byte[] snapshot, StreamProcessorOptions options)
    {
        long began = Stopwatch.GetTimestamp();
        StreamProcessor restored = StreamSnapshot.Read(snapshot).Restore(options);
        double took = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        restored.Dispose();
        return took;
    }
}
