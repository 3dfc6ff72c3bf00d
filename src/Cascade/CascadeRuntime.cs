using System.Diagnostics;
using Cascade.Audio.Ffmpeg;
using Cascade.Inference.Managed;
using Cascade.Inference.Onnx;

namespace Cascade;

/// <summary>The facts that Cascade found on this machine, for a host's log and for support. Safe from any thread.</summary>
public static class CascadeRuntime
{
    /// <summary>
    /// Gets the number of bits of the vectors that <see cref="VadEngine.Managed"/> computes with here: 128, 256 (AVX2 with FMA) or 512 (AVX-512). A program that Native AOT has compiled computes with
    /// vectors that its property <c>IlcInstructionSet</c> allows, which are of 128 bits by default.
    /// </summary>
    public static int VectorBits => (int)VectorWidths.Best;

    /// <summary>Loads ONNX Runtime as <see cref="VadEngine.OnnxRuntime"/> does, and tells which library was taken.</summary>
    /// <exception cref="OnnxRuntimeLoadException">The native library is missing, or does not fit.</exception>
    public static OnnxRuntimeLibrary LoadOnnxRuntime() => new(OrtRuntime.Get().Version, FindOnnxRuntime());

    /// <summary>
    /// The ffmpeg program that decodes compressed audio: the one in the environment variable CASCADE_FFMPEG, else the first in PATH; <see langword="null"/> if there is none.
    /// </summary>
    public static string? FindFfmpeg() => FfmpegProgram.TryFind();

    private static string? FindOnnxRuntime()
    {
        using Process process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>()
            .FirstOrDefault(module => Path.GetFileName(module.FileName) is var name && (name.StartsWith("libonnxruntime.", StringComparison.Ordinal) || name == "onnxruntime.dll"))?.FileName;
    }
}
