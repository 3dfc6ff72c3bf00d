using Microsoft.Extensions.AI;

namespace Cascade;

/// <summary>Reads and writes the words of an update or of a response.</summary>
public static class SpeechWords
{
    /// <summary>The additional property that holds an <see cref="IReadOnlyList{T}"/> of <see cref="SpeechWord"/>.</summary>
    public const string Property = "cascade.words";

    /// <summary>Returns the words in additional properties, in the order of the audio; none where the client does not know them.</summary>
    /// <param name="properties">The additional properties of an update or of a response.</param>
    public static IReadOnlyList<SpeechWord> Of(AdditionalPropertiesDictionary? properties) =>
        properties is not null && properties.TryGetValue(Property, out object? value) && value is IReadOnlyList<SpeechWord> words ? words : [];

    /// <summary>Returns words with all their times moved.</summary>
    internal static IReadOnlyList<SpeechWord> Shift(IReadOnlyList<SpeechWord> words, TimeSpan offset) =>
        [.. words.Select(word => word with { Start = word.Start + offset, End = word.End + offset })];
}
