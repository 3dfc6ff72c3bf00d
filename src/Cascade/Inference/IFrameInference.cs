namespace Cascade.Inference;

/// <summary>
/// The seam where the engines meet: one stream's model state. Frames in, probabilities out. Not thread-safe. When <see cref="Infer"/> throws, the state is that before the
/// call, so the same frame can be tried again.
/// </summary>
internal interface IFrameInference : IDisposable
{
    /// <summary>
    /// How many consecutive frames <see cref="Infer"/> takes at once. An engine that takes more than one never fails, and is quick enough to compute so many on the caller's thread.
    /// </summary>
    int FramesAtOnce { get; }

    /// <summary>Advances the state frame by frame and gives the probability of speech in each.</summary>
    /// <param name="frames">Whole frames of the network's <see cref="NetworkRate.FrameSamples"/>, full scale at 1, one after another.</param>
    /// <param name="probabilities">Receives one value for each frame, at most <see cref="FramesAtOnce"/>.</param>
    /// <exception cref="EngineFaultException">The engine reports an error.</exception>
    void Infer(ReadOnlySpan<float> frames, Span<float> probabilities);

    /// <summary>Forgets all audio: state and context are zero, as for a new stream.</summary>
    void Reset();

    /// <summary>Copies out all that the network remembers: h, c, then the context. An engine of tests remembers nothing.</summary>
    void Save(Span<float> memory) => memory.Clear();

    /// <summary>Remembers what <see cref="Save"/> gave, of whichever engine of the model.</summary>
    void Restore(ReadOnlySpan<float> memory)
    {
    }
}
