namespace Cascade.Cli.Bench;

/// <summary>All streams in one <see cref="StreamBatch"/>, each with a frame every tick.</summary>
internal sealed class ManagedLoad : ILoad
{
    private readonly StreamBatch _batch;
    private readonly StreamProcessor[] _streams;
    private readonly byte[] _audio;
    private int _tick;

    public ManagedLoad(byte[] audio, int streams, int threads)
    {
        _audio = audio;
        _batch = new StreamBatch(new StreamBatchOptions { Threads = threads });
        StreamProcessorOptions options = new() { Engine = _batch, Speech = new SpeechSettings { Results = ResultKinds.Segments } };
        _streams = [.. Enumerable.Range(0, streams).Select(_ => new StreamProcessor(options))];
    }

    public int FramesPerTick => _streams.Length;

    public int TicksPerRound => 1;

    public long Results { get; private set; }

    public async Task TickAsync()
    {
        for (int i = 0; i < _streams.Length; i++)
        {
            _streams[i].Push(BenchFrame.Of(_audio, i, _tick).Span);
        }

        await _batch.TickAsync();
        foreach (StreamProcessor stream in _streams)
        {
            while (stream.TryRead(out _))
            {
                Results++;
            }
        }

        _tick++;
    }

    public ValueTask DisposeAsync() => _batch.DisposeAsync();
}
