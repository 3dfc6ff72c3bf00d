namespace Cascade;

/// <summary>
/// Speech has begun: emitted with the first frame at or above the threshold, before it is known how long the speech will last. A burst that proves too
/// short is followed by <see cref="SpeechDiscarded"/>, any other by <see cref="SpeechSegment"/>. The range is that of the onset frame.
/// </summary>
public sealed record SpeechStarted : CascadeResult
{
    /// <summary>The raw start event.</summary>
    public required SpeechEvent Onset { get; init; }
}
