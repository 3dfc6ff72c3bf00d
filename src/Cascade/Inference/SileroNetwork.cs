namespace Cascade.Inference;

/// <summary>
/// The shape of the Silero network at 16 kHz, as its graph and silero's <c>OnnxWrapper</c> give it; <see cref="NetworkRate"/> tells that at
/// 8 kHz.
/// </summary>
internal static class SileroNetwork
{
    /// <summary>New samples per inference (32 ms). At any rate a frame has this many samples of the stream's clock.</summary>
    public const int FrameSamples = 512;

    /// <summary>Samples of the previous frame that the network sees before the new ones; zeros at the beginning of a stream.</summary>
    public const int ContextSamples = 64;

    /// <summary>Samples per inference, context included.</summary>
    public const int InputSamples = ContextSamples + FrameSamples;

    /// <summary>Units of the LSTM: h and c have this many values each.</summary>
    public const int HiddenUnits = 128;

    /// <summary>Values of a stream's recurrent state: h, then c.</summary>
    public const int StateValues = 2 * HiddenUnits;
}
