namespace Cascade.Tests;

/// <summary>The engines as values of attributes.</summary>
public enum EngineKind
{
    OnnxRuntime,
    Managed,
}
