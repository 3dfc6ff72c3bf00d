using System.Diagnostics;
using Cascade.Inference.Managed;
using Cascade.Inference.Onnx;

namespace Cascade.Inference;

/// <summary>Makes a stream on the engine that the options name.</summary>
internal static class InferenceFactory
{
    /// <param name="options">The options.</param>
    /// <param name="network">The rate; 16 kHz if <see langword="null"/>. <see cref="VadEngine.Managed"/> serves no other.</param>
    public static IFrameInference Create(VadOptions options, NetworkRate? network = null) => options.Engine switch
    {
        VadEngine.OnnxRuntime => new OnnxInference(OnnxModel.For(options.Model, network), options.ShareSession),
        VadEngine.Managed => new ManagedInference(options.Model),
        _ => throw new UnreachableException(),
    };
}
