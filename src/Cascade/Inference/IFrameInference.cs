namespace Cascade.Inference;

/// <summary>
/// The seam where the engines meet: one stream's model state. A frame in, a probability out. Not thread-safe.
/// When <see cref="Infer"/> throws, the state is that before the call, so the same frame can be tried again.
/// </summary>
internal interface IFrameInference : IDisposable
{
    /// <summary>Advances the state by one frame of <see cref="SileroNetwork.FrameSamples"/> samples in -1..1 and returns the probability of speech in it.</summary>
    float Infer(ReadOnlySpan<float> frame);

    /// <summary>Forgets all audio: state and context are zero, as for a new stream.</summary>
    void Reset();
}
