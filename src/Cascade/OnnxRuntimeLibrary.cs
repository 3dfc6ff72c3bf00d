namespace Cascade;

/// <summary>A native ONNX Runtime library that is loaded.</summary>
/// <param name="Path">The full path of its file.</param>
/// <param name="Version">What it says of itself, as in 1.30.0.</param>
public sealed record OnnxRuntimeLibrary(string Path, string Version);
