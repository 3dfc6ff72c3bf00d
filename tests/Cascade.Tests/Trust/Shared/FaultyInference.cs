using Cascade.Inference;

namespace Cascade.Tests.Trust;

/// <summary>An engine in which something can be made to happen before a frame: a failure, a cancellation, the processor's disposal.</summary>
/// <param name="engine">The engine itself, which hears nothing of a frame that fails.</param>
/// <param name="oneAtATime">Whether frames are taken one by one, as only such an engine may fail.</param>
internal sealed class FaultyInference(IFrameInference engine, bool oneAtATime) : IFrameInference
{
    private int _framesLeft;
    private Action? _event;

    public int FramesAtOnce => oneAtATime ? 1 : engine.FramesAtOnce;

    /// <summary>Makes something happen before the frame that so many others come before.</summary>
    public void Arm(int framesBefore, Action action) => (_framesLeft, _event) = (framesBefore, action);

    public void Disarm() => _event = null;

    public void Infer(ReadOnlySpan<float> frames, Span<float> probabilities)
    {
        if (_event is { } action && _framesLeft-- <= 0)
        {
            _event = null;
            action();
        }

        engine.Infer(frames, probabilities);
    }

    public void Reset() => engine.Reset();

    public void Dispose() => engine.Dispose();
}
