namespace Cascade;

/// <summary>
/// Speech has begun. The range is empty and stands where the segment begins, pre-roll included. Emitted with the first frame at or above the threshold, or when
/// <see cref="SpeechSettings.StartConfirmation"/> is reached; how long the speech will last is not known then. <see cref="SpeechDiscarded"/> follows a burst that proves too short,
/// <see cref="SpeechSegment"/> any other.
/// </summary>
public sealed record SpeechStarted : CascadeResult
{
    /// <summary>Gets the raw start event of the network's answers.</summary>
    public required SpeechEvent Onset { get; init; }

    /// <summary>Gets the position behind the frame that made the start known.</summary>
    public required long DetectedAtSample { get; init; }

    /// <summary>Gets the time of <see cref="DetectedAtSample"/> since the beginning of the stream, exact.</summary>
    public TimeSpan DetectedAt => SampleClock.ToTime(DetectedAtSample);
}
