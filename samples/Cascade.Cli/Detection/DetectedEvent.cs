namespace Cascade.Cli.Detection;

/// <summary>A start or an end of speech as silero's <c>VADIterator</c> reports it.</summary>
/// <param name="IsStart">Whether speech starts.</param>
/// <param name="Event">Where.</param>
/// <param name="Channel">Its channel, where each channel is listened to.</param>
internal sealed record DetectedEvent(bool IsStart, SpeechEvent Event, int? Channel = null);
