namespace Cascade.Inference.Managed;

/// <summary>All that the network remembers of a stream, 1,280 bytes: the LSTM's h and c, and the last samples of the frame before.</summary>
internal sealed class StreamState
{
    private readonly float[] _values = new float[SileroNetwork.StateValues + SileroNetwork.ContextSamples];

    public Span<float> Hidden => _values.AsSpan(0, SileroNetwork.HiddenUnits);

    public Span<float> Cell => _values.AsSpan(SileroNetwork.HiddenUnits, SileroNetwork.HiddenUnits);

    public Span<float> Context => _values.AsSpan(SileroNetwork.StateValues);

    /// <summary>All of them: h, c, then the context.</summary>
    public Span<float> Values => _values;

    public void Reset() => Array.Clear(_values);
}
