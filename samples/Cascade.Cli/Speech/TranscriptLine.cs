namespace Cascade.Cli.Speech;

/// <summary>One utterance.</summary>
/// <param name="Start">Its beginning on the clock of the input.</param>
/// <param name="End">Its end.</param>
/// <param name="Channel">Its channel, where channels are heard apart.</param>
/// <param name="Text">Its text.</param>
/// <param name="Words">Its words, where the recognizer knows their times.</param>
internal sealed record TranscriptLine(TimeSpan Start, TimeSpan End, int? Channel, string Text, IReadOnlyList<SpeechWord> Words);
