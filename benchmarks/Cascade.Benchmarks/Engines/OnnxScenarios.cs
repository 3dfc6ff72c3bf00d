using Cascade.Inference;
using Cascade.Inference.Onnx;

namespace Cascade.Benchmarks.Engines;

/// <summary>ONNX Runtime, with the same number of streams in a run.</summary>
internal sealed class OnnxScenarios() : EngineScenarios(Name)
{
    public const string Name = "onnxruntime";

    private readonly OnnxModel _model = OnnxModel.For(VadModel.SileroV6);

    protected override IFrameInference CreateStream() => new OnnxInference(_model, shareSession: true);

    protected override Func<float> CreateBatch(float[][] frames)
    {
        OnnxBatch batch = Keep(new OnnxBatch(_model, frames.Length));
        return () =>
        {
            for (int i = 0; i < frames.Length; i++)
            {
                frames[i].CopyTo(batch.Frame(i));
            }

            batch.Infer();
            return batch.Probabilities[^1];
        };
    }

    // The network takes one step a run: it has no way to encode frames of one stream together.
    protected override Func<float> CreateRun(float[][] frames)
    {
        IFrameInference stream = Keep(CreateStream());
        return () =>
        {
            float probability = 0;
            foreach (float[] frame in frames)
            {
                probability = stream.Infer(frame);
            }

            return probability;
        };
    }
}
