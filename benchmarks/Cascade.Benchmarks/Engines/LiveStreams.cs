namespace Cascade.Benchmarks.Engines;

/// <summary>Live streams of a <see cref="StreamBatch"/>, as a host has them: every tick each is given the bytes of a frame, and its results are read.</summary>
internal sealed class LiveStreams : IAsyncDisposable
{
    private readonly Recording _recording;
    private readonly StreamBatch _batch;
    private readonly StreamProcessor[] _streams;

    public LiveStreams(Recording recording, int streams, int threads = 1)
    {
        _recording = recording;
        _batch = new StreamBatch(new StreamBatchOptions { Threads = threads });
        _streams = [.. Enumerable.Range(0, streams).Select(_ => _batch.Open(new StreamProcessorOptions { Speech = new SpeechSettings { Results = ResultKinds.Segments } }))];
    }

    /// <summary>How many results have been read.</summary>
    public int Results { get; private set; }

    public async Task TickAsync(int tick)
    {
        Push(tick);
        await ProcessAsync();
        Read();
    }

    /// <summary>Gives each stream the next frame; every stream is somewhere else in the recording.</summary>
    public void Push(int tick)
    {
        for (int i = 0; i < _streams.Length; i++)
        {
            _streams[i].Push(_recording.FrameOf(i, tick).Span);
        }
    }

    public ValueTask ProcessAsync() => _batch.TickAsync();

    public void Read()
    {
        foreach (StreamProcessor stream in _streams)
        {
            while (stream.TryRead(out _))
            {
                Results++;
            }
        }
    }

    public ValueTask DisposeAsync() => _batch.DisposeAsync();
}
