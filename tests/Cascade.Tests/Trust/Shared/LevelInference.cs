using Cascade.Inference;

namespace Cascade.Tests.Trust;

/// <summary>An engine that takes loudness for speech, and remembers the frame before: a frame that is lost, doubled or cut elsewhere changes what follows. Something can be made to happen before a frame.</summary>
internal sealed class LevelInference : IFrameInference
{
    private float _before;
    private int _framesLeft;
    private Action? _event;

    public int FramesAtOnce => 1;

    public void Arm(int framesBefore, Action action) => (_framesLeft, _event) = (framesBefore, action);

    public void Disarm() => _event = null;

    public void Infer(ReadOnlySpan<float> frames, Span<float> probabilities)
    {
        if (_event is { } action && _framesLeft-- == 0)
        {
            _event = null;
            action();
        }

        float sum = 0;
        foreach (float sample in frames)
        {
            sum += Math.Abs(sample);
        }

        float level = sum / frames.Length;
        probabilities[0] = (0.8f * level) + (0.2f * _before);
        _before = level;
    }

    public void Reset() => _before = 0;

    public void Dispose()
    {
    }
}
