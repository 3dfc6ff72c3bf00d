using Cascade.Benchmarks.Engines;
using Cascade.Inference;
using Cascade.Inference.Managed;
using Cascade.Inference.Onnx;

namespace Cascade.Benchmarks.Guard;

/// <summary>The network on each engine.</summary>
internal static class EngineStages
{
    private const int BatchFrames = 16;

    public static Action Onnx() => Infer(new OnnxInference(OnnxModel.For(VadModel.SileroV6), shareSession: true));

    public static Action Managed() => Infer(new ManagedInference(VadModel.SileroV6));

    public static Action ManagedBatch()
    {
        Workspace work = new(BatchFrames);
        StreamState[] states = [.. Enumerable.Range(0, BatchFrames).Select(_ => new StreamState())];
        float[][] frames = SampleFrames.Create(BatchFrames);
        float[] probabilities = new float[BatchFrames];
        ManagedNetwork network = VadModel.SileroV6.Managed;
        return () =>
        {
            for (int i = 0; i < BatchFrames; i++)
            {
                frames[i].CopyTo(work.Frame(i));
            }

            network.InferEach(work, states, probabilities);
        };
    }

    private static Action Infer(IFrameInference inference)
    {
        float[][] frames = SampleFrames.Create(8);
        int next = 0;
        return () => inference.Infer(frames[next++ % frames.Length]);
    }
}
