using System.Diagnostics;

namespace Cascade.Benchmarks.Engines;

/// <summary>
/// Thousands of live streams on one core, as a host has them: every tick each stream is given the bytes of a frame, and its results are read. The managed engine
/// takes them through a <see cref="StreamBatch"/>; on ONNX Runtime each has its <see cref="StreamProcessor"/>, all of one session.
/// </summary>
internal sealed class LiveScenario : IAsyncDisposable
{
    public const int Streams = 8000;
    private const int WarmUpTicks = 60;
    private const int Ticks = 31;
    private const int OnnxStreamsPerTick = 200; // in turn, for a tick of all takes almost a second; each has had its first frame when the warm-up ends

    private readonly Recording _recording;
    private readonly LiveStreams _streams;
    private readonly StreamProcessor[] _processors;

    private LiveScenario(Recording recording)
    {
        _recording = recording;
        _streams = new LiveStreams(recording, Streams);
        StreamProcessorOptions options = new() { Speech = new SpeechSettings { Results = ResultKinds.Segments }, Engine = VadEngine.OnnxRuntime(shareSession: true) };
        _processors = [.. Enumerable.Range(0, Streams).Select(_ => new StreamProcessor(options))];
    }

    public static string Name => $"live-{Streams}";

    public static async Task<Measurement[]> MeasureAsync(Recording recording)
    {
        await using LiveScenario live = new(recording);
        for (int tick = 0; tick < WarmUpTicks; tick++)
        {
            await live._streams.TickAsync(tick);
            await live.TickProcessorsAsync(tick);
        }

        List<double> onnx = [];
        List<double> managed = [];
        for (int tick = WarmUpTicks; tick < WarmUpTicks + Ticks; tick++)
        {
            long start = Stopwatch.GetTimestamp();
            await live._streams.TickAsync(tick);
            managed.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / Streams);
            start = Stopwatch.GetTimestamp();
            await live.TickProcessorsAsync(tick);
            onnx.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / OnnxStreamsPerTick);
        }

        if (live._streams.Results == 0)
        {
            throw new InvalidOperationException("The live streams gave no result.");
        }

        (double ofOnnx, double ofManaged) = (Sample.Median(onnx), Sample.Median(managed));
        return [new Measurement(Name, OnnxScenarios.Name, ofOnnx, 1), new Measurement(Name, ManagedScenarios.BestName, ofManaged, ofOnnx / ofManaged)];
    }

    public async ValueTask DisposeAsync()
    {
        await _streams.DisposeAsync();
        foreach (StreamProcessor processor in _processors)
        {
            await processor.DisposeAsync();
        }
    }

    private async Task TickProcessorsAsync(int tick)
    {
        for (int n = 0; n < OnnxStreamsPerTick; n++)
        {
            int turn = (tick * OnnxStreamsPerTick) + n;
            await _processors[turn % Streams].ProcessChunkAsync(_recording.FrameOf(turn % Streams, turn / Streams));
        }
    }
}
