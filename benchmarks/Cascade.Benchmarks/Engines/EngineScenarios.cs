using Cascade.Inference;

namespace Cascade.Benchmarks.Engines;

/// <summary>
/// One engine, called directly, in every scenario. Frames differ from stream to stream and are written anew each time, as a host's would be; what a stream
/// remembers is carried on from frame to frame.
/// </summary>
internal abstract class EngineScenarios(string engine) : IDisposable
{
    private const int RotatingStreams = 1000;
    private const int OfflineFrames = 32;

    private readonly List<IDisposable> _made = [];

    /// <summary>What reports call it.</summary>
    public string Engine { get; } = engine;

    /// <summary>One stream, a frame at a time, weights and state in the caches as far as they fit.</summary>
    public Scenario OneStream()
    {
        IFrameInference stream = Keep(CreateStream());
        float[][] frames = SampleFrames.Create(64);
        int next = 0;
        return new Scenario("one-stream", Engine, 1, () => stream.Infer(frames[next++ % frames.Length]));
    }

    /// <summary>A frame at a time, each of another of many streams: the weights stay in the caches, the states do not.</summary>
    public Scenario Rotating()
    {
        IFrameInference[] streams = [.. Enumerable.Range(0, RotatingStreams).Select(_ => Keep(CreateStream()))];
        float[][] frames = SampleFrames.Create(64);
        int next = 0;
        return new Scenario("one-of-1000", Engine, 1, () =>
        {
            int turn = next++;
            return streams[turn % streams.Length].Infer(frames[turn % frames.Length]);
        });
    }

    /// <summary>One stream whose frames come so rarely that the host's other work has taken all caches meanwhile.</summary>
    public Scenario Cold(Action evictCaches)
    {
        IFrameInference stream = Keep(CreateStream());
        float[] frame = SampleFrames.Create(1)[0];
        return new Scenario("one-stream-cold", Engine, 1, () => stream.Infer(frame)) { Prepare = evictCaches };
    }

    /// <summary>Many streams, a frame of each at a time.</summary>
    public Scenario Batch(int streams) => new($"batch-{streams}", Engine, streams, CreateBatch(SampleFrames.Create(streams)));

    /// <summary>One stream of which many frames are there at once.</summary>
    public Scenario Run() => new("offline-network", Engine, OfflineFrames, CreateRun(SampleFrames.Create(OfflineFrames)));

    public void Dispose() => _made.ForEach(made => made.Dispose());

    protected abstract IFrameInference CreateStream();

    /// <summary>What advances as many new streams as there are frames by one frame each, and returns the last one's probability.</summary>
    protected abstract Func<float> CreateBatch(float[][] frames);

    /// <summary>What advances a new stream by all frames, and returns the last one's probability.</summary>
    protected abstract Func<float> CreateRun(float[][] frames);

    /// <summary>Disposes of it in the end.</summary>
    protected T Keep<T>(T made)
        where T : IDisposable
    {
        _made.Add(made);
        return made;
    }
}
