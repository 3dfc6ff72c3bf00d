namespace Cascade;

/// <summary>A start or an end of speech as silero's <c>VADIterator</c> reports it, before clipping to the stream and to neighbouring segments.</summary>
/// <param name="Frame">How many frames had been inferred before the one that made the event known.</param>
/// <param name="Sample">The position that the event names: the onset less the pad, or the beginning of the silence plus the pad.</param>
/// <param name="Probability">The probability of speech in the frame that made the event known.</param>
public readonly record struct SpeechEvent(long Frame, long Sample, float Probability);
