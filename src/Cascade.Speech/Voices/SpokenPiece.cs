namespace Cascade.Speech.Voices;

/// <summary>A piece of speech.</summary>
/// <param name="Pcm">PCM16 mono little-endian.</param>
/// <param name="SampleRateHz">Its rate.</param>
/// <param name="Sentence">The sentence that begins with it, or null.</param>
internal sealed record SpokenPiece(ReadOnlyMemory<byte> Pcm, int SampleRateHz, SpokenSentence? Sentence);

/// <summary>A sentence with the times of its parts, from the beginning of the text.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Words">Its words.</param>
/// <param name="Phonemes">Its phonemes, pauses included.</param>
internal sealed record SpokenSentence(string Text, IReadOnlyList<SpeechWord> Words, IReadOnlyList<SpeechWord> Phonemes);
