namespace Cascade;

/// <summary>Which code computes a lip network.</summary>
public enum LipSyncEngine
{
    /// <summary><see cref="Managed"/> where it can compute the network and the processor has AVX2 or AVX-512; otherwise <see cref="OnnxRuntime"/>.</summary>
    Automatic,

    /// <summary>
    /// C# code for networks that consist of convolutions with strides, normalisations, sums, ReLU, joined channels and a sigmoid at the end, as Wav2Lip does. Takes about half of ONNX Runtime's time for a frame.
    /// Keeps the weights in a form that needs two to three times their memory.
    /// </summary>
    Managed,

    /// <summary>ONNX Runtime: any network.</summary>
    OnnxRuntime,
}
