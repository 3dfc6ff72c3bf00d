using Cascade.Inference;

namespace Cascade.Tests;

/// <summary>Gives the probabilities it is told to, in a cycle, and fails when it is told to: for faults and sequences that the real network will not produce on demand.</summary>
internal sealed class ScriptedInference(params IEnumerable<float> probabilities) : IFrameInference
{
    private readonly float[] _probabilities = [.. probabilities];
    private int _next;

    public int Disposals { get; private set; }

    /// <summary>Called before every frame with its number.</summary>
    public Action<int> BeforeFrame { get; set; } = static _ => { };

    public int FramesAtOnce => 1;

    public void Infer(ReadOnlySpan<float> frames, Span<float> probabilities)
    {
        BeforeFrame(_next);
        probabilities[0] = _probabilities[_next++ % _probabilities.Length];
    }

    public void Reset() => _next = 0;

    public void Dispose() => Disposals++;
}
