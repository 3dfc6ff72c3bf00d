namespace Cascade.Cli.Bench;

/// <summary>
/// A <see cref="StreamProcessor"/> for each stream, all of one session. In a tick some of them get a frame, in turn, for a tick of all would take too long to be repeated; each
/// thread has its own.
/// </summary>
internal sealed class OnnxLoad : ILoad
{
    private const int StreamsPerThread = 1000;
    private const int FramesPerThread = 200;

    private readonly StreamProcessor[][] _processors;
    private readonly byte[] _audio;
    private long _results;
    private int _tick;

    public OnnxLoad(byte[] audio, int threads)
    {
        _audio = audio;
        StreamProcessorOptions options = new() { Speech = new SpeechSettings { Results = ResultKinds.Segments }, Engine = VadEngine.OnnxRuntime(shareSession: true) };
        _processors = [.. Enumerable.Range(0, threads).Select(_ => Enumerable.Range(0, StreamsPerThread).Select(_ => new StreamProcessor(options)).ToArray())];
    }

    public int FramesPerTick => FramesPerThread * _processors.Length;

    public int TicksPerRound => StreamsPerThread / FramesPerThread;

    public long Results => _results;

    public async Task TickAsync()
    {
        await Task.WhenAll(_processors.Select(own => Task.Run(() => TickAsync(own, _tick))));
        _tick++;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (StreamProcessor processor in _processors.SelectMany(own => own))
        {
            await processor.DisposeAsync();
        }
    }

    private async Task TickAsync(StreamProcessor[] own, int tick)
    {
        int results = 0;
        for (int n = 0; n < FramesPerThread; n++)
        {
            int turn = (tick * FramesPerThread) + n;
            results += (await own[turn % own.Length].ProcessChunkAsync(BenchFrame.Of(_audio, turn % own.Length, turn / own.Length))).Count;
        }

        Interlocked.Add(ref _results, results);
    }
}
