namespace Cascade.Tests;

internal static class EngineKindExtensions
{
    /// <summary>The engine; ONNX Runtime on the session that all share.</summary>
    public static VadEngine Of(this EngineKind kind, VadModel? model = null) =>
        kind == EngineKind.Managed ? VadEngine.Managed(model) : VadEngine.OnnxRuntime(model, shareSession: true);
}
