namespace Cascade.Dialogue;

/// <summary>Texts that are no reason to stop a reply: sounds of agreement, and the reply's own echo.</summary>
internal static class Backchannel
{
    private static readonly HashSet<string> Words =
    [
        "uh-huh", "uhhuh", "uh", "huh", "mhm", "mm", "mmm", "mm-hmm", "hm", "hmm", "um", "ah", "aha", "oh", "okay", "ok", "right", "yes", "yeah", "yep", "yup", "sure", "i", "see", "wow", "cool", "nice", "good", "great", "really",
        "ja", "genau", "stimmt", "klar", "oui", "d'accord", "sí", "si", "vale", "claro", "嗯", "对", "好", "はい", "うん", "ええ",
    ];

    /// <summary>Whether the text is nothing but agreement, three words at most.</summary>
    public static bool IsAgreement(string text)
    {
        string[] words = TextTurnDetector.Words(text);
        return words.Length is > 0 and <= 3 && words.All(Words.Contains);
    }

    /// <summary>Whether most words of the text were said by the machine just before, in this order.</summary>
    public static bool IsEcho(string text, string said)
    {
        string[] words = TextTurnDetector.Words(text);
        string[] spoken = TextTurnDetector.Words(said);
        if (words.Length < 2 || spoken.Length == 0)
        {
            return words.Length == 1 && spoken.Contains(words[0]) && words[0].Length > 3;
        }

        // The longest common subsequence: a recogniser gets some words of an echo wrong.
        int[] row = new int[spoken.Length + 1];
        foreach (string word in words)
        {
            int diagonal = 0;
            for (int j = 0; j < spoken.Length; j++)
            {
                int above = row[j + 1];
                row[j + 1] = word == spoken[j] ? diagonal + 1 : Math.Max(above, row[j]);
                diagonal = above;
            }
        }

        return row[^1] >= 0.7 * words.Length;
    }
}
