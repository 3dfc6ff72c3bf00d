namespace Cascade;

/// <summary>A recognized word with its times. Clients that know words put a list of them into the additional properties of their updates, see <see cref="SpeechWords"/>.</summary>
/// <param name="Text">The word as the recognizer writes it.</param>
/// <param name="Start">The time of its beginning on the clock of the audio that the client was given.</param>
/// <param name="End">The time of its end on the same clock.</param>
/// <param name="Confidence">How sure the recognizer is, 0 to 1; <see langword="null"/> where it does not say.</param>
public sealed record SpeechWord(string Text, TimeSpan Start, TimeSpan End, double? Confidence = null);
