namespace Cascade;

/// <summary>What computes the probability of speech for a frame.</summary>
public enum VadEngine
{
    /// <summary>ONNX Runtime, the reference: its native library is found at run time (see <see cref="VadOptions.OnnxRuntimePath"/>).</summary>
    OnnxRuntime,
}
