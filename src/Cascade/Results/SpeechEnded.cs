namespace Cascade;

/// <summary>
/// Speech has ended: emitted with the frame in which silence has lasted for the minimum, before the segment or the discarded burst it belongs to. With
/// <see cref="SpeechStarted"/> these are the events of silero's <c>VADIterator</c>. The range is that of the frame. A flush ends speech without this event.
/// </summary>
public sealed record SpeechEnded : CascadeResult
{
    /// <summary>The raw end event.</summary>
    public required SpeechEvent Offset { get; init; }
}
