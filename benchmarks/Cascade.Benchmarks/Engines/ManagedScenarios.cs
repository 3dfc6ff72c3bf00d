using Cascade.Inference;
using Cascade.Inference.Managed;
using Cascade.Inference.ModelFile;

namespace Cascade.Benchmarks.Engines;

/// <summary>The managed engine at work, with vectors of one width. Frames differ from stream to stream and are written anew each time, as a host's would be.</summary>
internal sealed class ManagedScenarios(VectorWidth width)
{
    private const int OfflineBlock = 32;

    private readonly ManagedNetwork _network = ManagedNetwork.Create(SileroWeightsReader.Read(VadModel.SileroV6), width);
    private readonly string _engine = $"managed-{(int)width}";

    /// <summary>One stream, a frame at a time, weights in the caches as far as they fit.</summary>
    public Scenario OneStream()
    {
        ManagedInference inference = new(_network);
        float[][] frames = SampleFrames.Create(64);
        int next = 0;
        return new Scenario("one-stream", _engine, 1, () => inference.Infer(frames[next++ % frames.Length]));
    }

    /// <summary>Many streams, a frame of each at a time.</summary>
    public Scenario Batch(int streams)
    {
        Workspace work = new(streams);
        StreamState[] states = [.. Enumerable.Range(0, streams).Select(_ => new StreamState())];
        float[][] frames = SampleFrames.Create(streams);
        float[] probabilities = new float[streams];
        return new Scenario($"batch-{streams}", _engine, streams, () =>
        {
            Fill(work, frames);
            _network.InferEach(work, states, probabilities);
        });
    }

    /// <summary>One stream, blocks of consecutive frames.</summary>
    public Scenario Offline()
    {
        Workspace work = new(OfflineBlock);
        StreamState state = new();
        float[][] frames = SampleFrames.Create(OfflineBlock);
        float[] probabilities = new float[OfflineBlock];
        return new Scenario("offline", _engine, OfflineBlock, () =>
        {
            Fill(work, frames);
            _network.InferRun(work, state, probabilities);
        });
    }

    private static void Fill(Workspace work, float[][] frames)
    {
        for (int i = 0; i < frames.Length; i++)
        {
            frames[i].CopyTo(work.Frame(i));
        }
    }
}
