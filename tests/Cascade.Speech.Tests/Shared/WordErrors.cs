namespace Cascade.Speech.Tests.Shared;

/// <summary>The word error rate: the fewest words to replace, insert and leave out, over the words that were said.</summary>
internal sealed class WordErrors
{
    public int Errors { get; private set; }

    public int Words { get; private set; }

    public double Rate => (double)Errors / Words;

    public void Add(string said, string heard)
    {
        string[] expected = said.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] found = heard.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Words += expected.Length;
        Errors += Distance(expected, found);
    }

    public void Add(WordErrors others) => (Errors, Words) = (Errors + others.Errors, Words + others.Words);

    private static int Distance(string[] expected, string[] found)
    {
        int[] row = [.. Enumerable.Range(0, found.Length + 1)];
        for (int i = 1; i <= expected.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= found.Length; j++)
            {
                int replaced = diagonal + (expected[i - 1] == found[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
