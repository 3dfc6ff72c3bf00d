using Cascade.Inference.Onnx;

namespace Cascade.Tests.Managed;

/// <summary>What ONNX Runtime answers in the same process.</summary>
internal static class OnnxAnswers
{
    public static OnnxInference Create(VadModel model) => new(OnnxModel.For(model), shareSession: true);

    /// <summary>The probabilities of a new stream.</summary>
    public static float[] To(float[][] frames) => To(VadModel.SileroV6, frames);

    /// <inheritdoc cref="To(float[][])"/>
    public static float[] To(VadModel model, float[][] frames)
    {
        using OnnxInference inference = Create(model);
        return [.. frames.Select(frame => inference.Infer(frame))];
    }
}
