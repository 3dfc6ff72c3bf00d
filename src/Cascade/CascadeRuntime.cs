using Cascade.Audio.Ffmpeg;
using Cascade.Inference.Managed;
using Cascade.Inference.Onnx;

namespace Cascade;

/// <summary>What Cascade found on this machine, for a host's log and for support. Safe from any thread.</summary>
public static class CascadeRuntime
{
    /// <summary>The bits of the vectors that <see cref="VadEngine.Managed"/> computes with here: 128, 256 (AVX2 with FMA) or 512 (AVX-512).</summary>
    public static int VectorBits => (int)VectorWidths.Best;

    /// <summary>Loads ONNX Runtime as <see cref="VadEngine.OnnxRuntime"/> does, and tells which library was taken.</summary>
    /// <param name="path">As in <see cref="LoadOnnxRuntime"/>; searched if <see langword="null"/>.</param>
    /// <exception cref="OnnxRuntimeException">No usable library was found; <see cref="OnnxRuntimeException.Searched"/> has every place.</exception>
    public static OnnxRuntimeLibrary LoadOnnxRuntime(string? path = null)
    {
        OrtRuntime runtime = OrtRuntime.Get(path);
        return new OnnxRuntimeLibrary(runtime.Path, runtime.Version);
    }

    /// <summary>
    /// The ffmpeg program that decodes compressed audio: the one in the environment variable CASCADE_FFMPEG, else the first in PATH; <see langword="null"/> if there is none.
    /// </summary>
    public static string? FindFfmpeg() => FfmpegProgram.TryFind();
}
