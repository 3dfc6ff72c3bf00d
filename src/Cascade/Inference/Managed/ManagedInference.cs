namespace Cascade.Inference.Managed;

/// <summary>One stream's state in front of a network that all streams share.</summary>
internal sealed class ManagedInference(ManagedNetwork network) : IFrameInference
{
    // One frame's scratch memory per thread, not per stream: it carries nothing from call to call.
    [ThreadStatic]
    private static Workspace? _workspace;

    private readonly StreamState _state = new();

    public ManagedInference(VadModel model)
        : this(model.Managed)
    {
    }

    public float Infer(ReadOnlySpan<float> frame)
    {
        Workspace work = _workspace ??= new Workspace(1);
        frame.CopyTo(work.Frame(0));
        float probability = 0;
        network.InferEach(work, new ReadOnlySpan<StreamState>(in _state), new Span<float>(ref probability));
        return probability;
    }

    public void Reset() => _state.Reset();

    public void Dispose()
    {
    }
}
