namespace Cascade.Inference.Managed;

/// <summary>One stream's state in front of a network that all streams share.</summary>
internal sealed class ManagedInference(ManagedNetwork network) : IFrameInference
{
    /// <summary>Enough for most of what a block gains, and half a second of audio in a tenth of a millisecond.</summary>
    private const int BlockFrames = 16;

    // Scratch memory per thread, not per stream: it carries nothing from call to call.
    [ThreadStatic]
    private static Workspace? _workspace;

    private readonly StreamState _state = new();

    public ManagedInference(VadModel model)
        : this(model.Managed)
    {
    }

    public int FramesAtOnce => BlockFrames;

    public void Infer(ReadOnlySpan<float> frames, Span<float> probabilities)
    {
        Workspace work = _workspace ??= new Workspace(BlockFrames);
        for (int i = 0; i < probabilities.Length; i++)
        {
            frames.Slice(i * SileroNetwork.FrameSamples, SileroNetwork.FrameSamples).CopyTo(work.Frame(i));
        }

        network.InferRun(work, _state, probabilities);
    }

    public void Reset() => _state.Reset();

    public void Save(Span<float> memory) => _state.Values.CopyTo(memory);

    public void Restore(ReadOnlySpan<float> memory) => memory.CopyTo(_state.Values);

    public void Dispose()
    {
    }
}
