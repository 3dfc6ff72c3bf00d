namespace Cascade.Dialogue;

/// <summary>A word of a sentence: its characters, and its time in the sentence's audio.</summary>
internal readonly record struct WordTime(int From, int To, TimeSpan Start, TimeSpan End);

/// <summary>The times of a sentence's words.</summary>
internal static class WordTimes
{
    private static readonly TimeSpan PerCharacter = TimeSpan.FromMilliseconds(70); // English at 150 words a minute

    public static TimeSpan UsualDuration(string text) => text.Trim().Length * PerCharacter;

    /// <summary>Shares the duration out by the words' lengths. In scripts without spaces each character is a word.</summary>
    public static IReadOnlyList<WordTime> Estimate(string text, TimeSpan duration)
    {
        (int From, int To)[] words = [.. Split(text)];
        double total = words.Sum(word => word.To - word.From + 1);
        List<WordTime> times = [];
        double before = 0;
        foreach ((int from, int to) in words)
        {
            double after = before + to - from + 1;
            times.Add(new WordTime(from, to, duration * (before / total), duration * (after / total)));
            before = after;
        }

        return times;
    }

    /// <summary>Finds the places of marked words.</summary>
    /// <returns><see langword="null"/> if a word is not in the sentence, so that the marks are of no use.</returns>
    public static IReadOnlyList<WordTime>? Align(string text, IReadOnlyList<SpokenWord> marks)
    {
        List<WordTime> times = [];
        int at = 0;
        foreach (SpokenWord mark in marks)
        {
            string word = mark.Text.Trim();
            int from = word.Length == 0 ? -1 : text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase);
            if (from < 0)
            {
                return null;
            }

            at = from + word.Length;
            while (at < text.Length && !char.IsWhiteSpace(text[at]) && !char.IsLetterOrDigit(text[at]))
            {
                at++; // punctuation belongs to the word before it
            }

            times.Add(new WordTime(from, at, mark.Start, mark.End));
        }

        return times;
    }

    private static IEnumerable<(int From, int To)> Split(string text)
    {
        int from = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            bool ends = i == text.Length || char.IsWhiteSpace(text[i]) || IsCharacterWord(text[i]);
            if (ends && from >= 0)
            {
                yield return (from, i);
                from = -1;
            }

            if (i < text.Length && IsCharacterWord(text[i]))
            {
                yield return (i, i + 1);
            }
            else if (i < text.Length && !char.IsWhiteSpace(text[i]) && from < 0)
            {
                from = i;
            }
        }
    }

    private static bool IsCharacterWord(char c) => c is >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u9FFF';
}
