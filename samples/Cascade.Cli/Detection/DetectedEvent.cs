namespace Cascade.Cli.Detection;

/// <summary>A start or an end of speech as silero's <c>VADIterator</c> reports it.</summary>
internal sealed record DetectedEvent(bool IsStart, SpeechEvent Event);
