namespace Cascade;

/// <summary>What computes the probability of speech for a frame.</summary>
public enum VadEngine
{
    /// <summary>ONNX Runtime, the reference: its native library comes with the package Microsoft.ML.OnnxRuntime, or with another one of its family that the host takes.</summary>
    OnnxRuntime,

    /// <summary>
    /// The same network in C#, without native code: several times faster, about a kilobyte a stream, within 1e-5 of ONNX Runtime's probabilities. It runs networks of
    /// Silero's own shape only, at 16 kHz.
    /// </summary>
    Managed,
}
