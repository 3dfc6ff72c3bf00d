using Cascade.Inference;
using Cascade.Inference.Managed;
using Cascade.Inference.ModelFile;

namespace Cascade.Benchmarks.Engines;

/// <summary>The managed engine with vectors of one width.</summary>
internal sealed class ManagedScenarios(VectorWidth width) : EngineScenarios(NameOf(width))
{
    private readonly ManagedNetwork _network = ManagedNetwork.Create(SileroWeightsReader.Read(VadModel.SileroV6), width);

    /// <summary>The engine's name as hosts get it on this machine.</summary>
    public static string BestName => NameOf(VectorWidths.Best);

    /// <summary>The engine's name with vectors of a width.</summary>
    public static string NameOf(VectorWidth width) => $"managed-{(int)width}";

    protected override IFrameInference CreateStream() => new ManagedInference(_network);

    protected override Func<float> CreateBatch(float[][] frames)
    {
        Workspace work = new(frames.Length);
        StreamState[] states = [.. frames.Select(_ => new StreamState())];
        float[] probabilities = new float[frames.Length];
        return () =>
        {
            Fill(work, frames);
            _network.InferEach(work, states, probabilities);
            return probabilities[^1];
        };
    }

    protected override Func<float> CreateRun(float[][] frames)
    {
        Workspace work = new(frames.Length);
        StreamState state = new();
        float[] probabilities = new float[frames.Length];
        return () =>
        {
            Fill(work, frames);
            _network.InferRun(work, state, probabilities);
            return probabilities[^1];
        };
    }

    private static void Fill(Workspace work, float[][] frames)
    {
        for (int i = 0; i < frames.Length; i++)
        {
            frames[i].CopyTo(work.Frame(i));
        }
    }
}
