using System.CommandLine;

namespace Cascade.Cli.Commands;

/// <summary>The option <c>--engine</c>.</summary>
internal static class EngineChoice
{
    public static Option<EngineKind> Option(string effect) => OptionFactory.Choice("--engine", effect, ("onnx", EngineKind.Onnx), ("managed", EngineKind.Managed));

    public static VadEngine ToEngine(this EngineKind kind) => kind == EngineKind.Managed ? VadEngine.Managed() : VadEngine.OnnxRuntime();
}
