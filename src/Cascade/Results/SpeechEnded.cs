namespace Cascade;

/// <summary>
/// Speech has ended. The range is empty and stands where the segment ends, pad included. Emitted with the frame in which silence has lasted for the minimum, before the segment or the
/// discarded burst. With <see cref="SpeechStarted"/> these are the events of silero's <c>VADIterator</c>. A flush ends speech without this event.
/// </summary>
public sealed record SpeechEnded : CascadeResult
{
    /// <summary>Gets the raw end event of the network's answers.</summary>
    public required SpeechEvent Offset { get; init; }

    /// <summary>Gets the position behind the frame that made the end known.</summary>
    public required long DetectedAtSample { get; init; }

    /// <summary>Gets the time of <see cref="DetectedAtSample"/> since the beginning of the stream, exact.</summary>
    public TimeSpan DetectedAt => SampleClock.ToTime(DetectedAtSample);
}
