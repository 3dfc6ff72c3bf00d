namespace Cascade;

/// <summary>The probability of speech in a frame of 512 samples of the clock (32 ms). There is one for every frame, exactly once, as soon as the frame is complete.</summary>
public sealed record FrameProbability : CascadeResult
{
    /// <summary>Gets the probability of speech in the frame, 0 to 1.</summary>
    public required float Probability { get; init; }
}
