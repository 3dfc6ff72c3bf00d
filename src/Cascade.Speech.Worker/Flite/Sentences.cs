namespace Cascade.Speech.Worker.Flite;

/// <summary>Cuts text where a voice pauses, so that the first words are heard before the last ones are made.</summary>
internal static class Sentences
{
    private const int MinimumLength = 20;

    public static IEnumerable<string> Split(string text)
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool isEnd = text[i] is '.' or '!' or '?' or ';' or '\n' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]));
            if (isEnd && i + 1 - start >= MinimumLength)
            {
                yield return text[start..(i + 1)];
                start = i + 1;
            }
        }

        if (!string.IsNullOrWhiteSpace(text[start..]))
        {
            yield return text[start..];
        }
    }
}
