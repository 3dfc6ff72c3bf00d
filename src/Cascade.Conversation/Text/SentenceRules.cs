using System.Globalization;

namespace Cascade.Dialogue;

/// <summary>Whether terminators end a sentence. Pure: the answer follows from the characters alone.</summary>
internal static class SentenceRules
{
    public static bool IsTerminator(char c) => c is '.' or '!' or '?' or '…' or ';' or '。' or '！' or '？' or '；' or '｡' or '．';

    /// <summary>Whether a terminator needs no white space behind it.</summary>
    public static bool IsFullWidth(char c) => c is '。' or '！' or '？' or '；' or '｡' or '．';

    public static bool IsCloser(char c) => c is '"' or '\'' or '”' or '“' or '’' or '»' or ')' or ']' or '}' or '」' or '』' or '）' or '】' or '》' or '*' or '_';

    public static bool IsOpener(char c) => c is '"' or '\'' or '“' or '‘' or '«' or '(' or '[' or '{' or '「' or '『' or '（' or '„' or '¿' or '¡';

    /// <summary>Whether the character is a space that French writes before a closing quote.</summary>
    public static bool IsHardSpace(char c) => c is '\u00A0' or '\u202F';

    public static bool IsFullWidthClause(char c) => c is '，' or '、' or '：';

    /// <summary>Whether the first sentence may end behind the character.</summary>
    public static bool IsClause(char c) => c is ',' or ':' or '—' or '–' || IsFullWidthClause(c);

    /// <summary>Whether a character goes on with a sentence whose quotation has ended, as in Japanese.</summary>
    public static bool GoesOnAfterQuote(char c) => c is 'と' or 'っ' or 'な' or 'の' or 'を' or 'は' or 'が' or 'に';

    /// <summary>Tells whether the sentence ends when white space follows the terminators.</summary>
    /// <param name="token">The characters before the terminators, back to white space.</param>
    /// <param name="terminators">At least one.</param>
    /// <param name="hasCloser">Whether quotes or brackets close behind them.</param>
    /// <param name="isAtStart">Whether nothing stands before the token.</param>
    /// <returns><see langword="null"/> if the next word decides.</returns>
    public static bool? EndsBeforeSpace(string token, string terminators, bool hasCloser, bool isAtStart)
    {
        if (IsFullWidth(terminators[0]))
        {
            return true;
        }

        if (hasCloser || IsEllipsis(terminators))
        {
            return null;
        }

        if (terminators != ".")
        {
            return !(terminators == ";" && token.Contains('&')); // an entity of HTML
        }

        if (isAtStart && IsListMark(token))
        {
            return false;
        }

        if (Abbreviations.NeverEnd.Contains(token) || Abbreviations.NeverEnd.Contains(LowerFirst(token)) || IsInitial(token))
        {
            return false;
        }

        return Abbreviations.BeforeNumber.Contains(token) || Abbreviations.MayEnd.Contains(token) || IsOrdinal(token) || IsInitials(token) || IsLowerInitial(token) ? null : true;
    }

    /// <summary>Tells whether the sentence ends before a word.</summary>
    /// <param name="token">As before.</param>
    /// <param name="terminators">As before.</param>
    /// <param name="hasCloser">As before.</param>
    /// <param name="next">The first character behind the white space; 0 at the end of the text.</param>
    /// <param name="word">The letters that begin there.</param>
    public static bool EndsBeforeWord(string token, string terminators, bool hasCloser, char next, string word)
    {
        if (next == '\0')
        {
            return false; // the rest is one sentence anyway
        }

        if (char.IsLower(next))
        {
            return false;
        }

        if (hasCloser || terminators != ".")
        {
            return true;
        }

        if (IsOrdinal(token))
        {
            return !Abbreviations.AfterOrdinal.Contains(word);
        }

        if (Abbreviations.BeforeNumber.Contains(token))
        {
            return !char.IsDigit(next) && !IsRoman(word);
        }

        if (IsLowerInitial(token))
        {
            return word.Length != 1; // "z. B."
        }

        return Abbreviations.MayEnd.Contains(token)
            ? char.IsUpper(next) || CharUnicodeInfo.GetUnicodeCategory(next) == UnicodeCategory.OtherPunctuation
            : Abbreviations.Starters.Contains(word); // initials: a name goes on, a new sentence begins with a common word
    }

    private static bool IsEllipsis(string terminators) => terminators.Contains('…') || terminators.StartsWith("..", StringComparison.Ordinal);

    // "1." and "a." where a line or a sentence begins.
    private static bool IsListMark(string token) => token.Length is > 0 and <= 3 && (token.All(char.IsAsciiDigit) || (token.Length == 1 && char.IsAsciiLetterLower(token[0])));

    private static bool IsOrdinal(string token) => token.Length is 1 or 2 && token.All(char.IsAsciiDigit);

    private static bool IsLowerInitial(string token) => token.Length == 1 && char.IsLower(token[0]);

    private static string LowerFirst(string token) => token.Length > 1 ? char.ToLowerInvariant(token[0]) + token[1..] : token;

    private static bool IsInitial(string token) => token.Length == 1 && char.IsUpper(token[0]) && token != "I" && char.ToLowerInvariant(token[0]) != token[0];

    // "J.R.R", "U.S": letters with dots between.
    private static bool IsInitials(string token)
    {
        for (int i = 0; i < token.Length; i++)
        {
            if (i % 2 == 0 ? !char.IsLetter(token[i]) : token[i] != '.')
            {
                return false;
            }
        }

        return token.Length >= 3 && token.Length % 2 == 1;
    }

    private static bool IsRoman(string word) => word.Length > 0 && word.All(c => c is 'I' or 'V' or 'X' or 'L' or 'C');
}
