namespace Cascade.Cli.Commands;

/// <summary>The engines by the names of the command line.</summary>
internal enum EngineKind
{
    /// <summary>ONNX Runtime.</summary>
    Onnx,

    /// <summary>The network in C#.</summary>
    Managed,
}
