namespace Cascade;

/// <summary>The native ONNX Runtime library that is loaded.</summary>
/// <param name="Version">The version that the library states, as in 1.30.0.</param>
/// <param name="Path">The full path of its file; <see langword="null"/> where the operating system does not tell.</param>
public sealed record OnnxRuntimeLibrary(string Version, string? Path);
