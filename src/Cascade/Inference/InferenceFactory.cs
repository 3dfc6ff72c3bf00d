using System.Diagnostics;
using Cascade.Inference.Managed;
using Cascade.Inference.Onnx;

namespace Cascade.Inference;

/// <summary>Makes a stream on the engine that the options name.</summary>
internal static class InferenceFactory
{
    public static IFrameInference Create(VadOptions options) => options.Engine switch
    {
        VadEngine.OnnxRuntime => new OnnxInference(OnnxModel.For(options.Model, OrtRuntime.Get(options.OnnxRuntimePath)), options.ShareSession),
        VadEngine.Managed => new ManagedInference(options.Model),
        _ => throw new UnreachableException(),
    };
}
