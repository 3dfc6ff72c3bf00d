using System.Diagnostics;

namespace Cascade.Benchmarks.Engines;

/// <summary>
/// Thousands of live streams on one core, as a host has them: every tick each stream is given the bytes of a frame, and its results are read. The managed engine
/// takes them through a <see cref="StreamBatch"/>; on ONNX Runtime each has its <see cref="StreamProcessor"/>, all of one session.
/// </summary>
internal sealed class LiveScenario : IAsyncDisposable
{
    private const int Streams = 8000;
    private const int WarmUpTicks = 60;
    private const int Ticks = 31;
    private const int OnnxStreamsPerTick = 200; // in turn, for a tick of all takes almost a second; each has had its first frame when the warm-up ends

    private readonly StreamBatch _batch = new(new StreamProcessorOptions { Engine = VadEngine.Managed, Results = ResultKinds.Segments });
    private readonly BatchStream[] _streams;
    private readonly StreamProcessor[] _processors;
    private readonly ReadOnlyMemory<byte> _audio;
    private int _results;

    private LiveScenario(Recording recording)
    {
        _audio = recording.Bytes;
        _streams = [.. Enumerable.Range(0, Streams).Select(_ => _batch.Open())];
        StreamProcessorOptions options = new() { Results = ResultKinds.Segments, ShareSession = true };
        _processors = [.. Enumerable.Range(0, Streams).Select(_ => new StreamProcessor(options))];
    }

    public static async Task<Measurement[]> MeasureAsync(Recording recording)
    {
        await using LiveScenario live = new(recording);
        for (int tick = 0; tick < WarmUpTicks; tick++)
        {
            await live.TickBatchAsync(tick);
            await live.TickProcessorsAsync(tick);
        }

        List<double> onnx = [];
        List<double> managed = [];
        for (int tick = WarmUpTicks; tick < WarmUpTicks + Ticks; tick++)
        {
            long start = Stopwatch.GetTimestamp();
            await live.TickBatchAsync(tick);
            managed.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / Streams);
            start = Stopwatch.GetTimestamp();
            await live.TickProcessorsAsync(tick);
            onnx.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / OnnxStreamsPerTick);
        }

        if (live._results == 0)
        {
            throw new InvalidOperationException("The live streams gave no result.");
        }

        string scenario = $"live-{Streams}";
        (double ofOnnx, double ofManaged) = (Sample.Median(onnx), Sample.Median(managed));
        return [new Measurement(scenario, OnnxScenarios.Name, ofOnnx, 1), new Measurement(scenario, ManagedScenarios.BestName, ofManaged, ofOnnx / ofManaged)];
    }

    public async ValueTask DisposeAsync()
    {
        await _batch.DisposeAsync();
        foreach (StreamProcessor processor in _processors)
        {
            await processor.DisposeAsync();
        }
    }

    private async Task TickBatchAsync(int tick)
    {
        for (int i = 0; i < Streams; i++)
        {
            _streams[i].Push(Frame(i, tick).Span);
        }

        await _batch.ProcessAsync();
        foreach (BatchStream stream in _streams)
        {
            while (stream.TryRead(out _))
            {
                _results++;
            }
        }
    }

    private async Task TickProcessorsAsync(int tick)
    {
        for (int n = 0; n < OnnxStreamsPerTick; n++)
        {
            int turn = (tick * OnnxStreamsPerTick) + n;
            await _processors[turn % Streams].ProcessChunkAsync(Frame(turn % Streams, turn / Streams));
        }
    }

    // Every stream is somewhere else in the recording.
    private ReadOnlyMemory<byte> Frame(int stream, int tick)
    {
        int frames = _audio.Length / Recording.FrameBytes;
        return _audio.Slice(((stream * 7) + tick) % frames * Recording.FrameBytes, Recording.FrameBytes);
    }
}
