using Cascade.Inference;

namespace Cascade.Tests;

internal static class FrameInferenceExtensions
{
    /// <summary>Advances the state by one frame and returns the probability of speech in it.</summary>
    public static float Infer(this IFrameInference inference, ReadOnlySpan<float> frame)
    {
        float probability = 0;
        inference.Infer(frame, new Span<float>(ref probability));
        return probability;
    }
}
