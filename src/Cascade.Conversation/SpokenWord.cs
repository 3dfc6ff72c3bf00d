namespace Cascade;

/// <summary>A word of an answer and its place in the answer's audio.</summary>
/// <param name="Text">The word as it was written, with punctuation.</param>
/// <param name="Start">The time of its first sample since the answer's first sample.</param>
/// <param name="End">The time after its last sample.</param>
public readonly record struct SpokenWord(string Text, TimeSpan Start, TimeSpan End);
