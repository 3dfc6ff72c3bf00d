using System.Text;

namespace Cascade.Dialogue;

/// <summary>The meaning of characters in the Markdown that models write.</summary>
internal static class Markdown
{
    private static readonly string[] Schemes = ["http://", "https://"];

    /// <summary>Whether a character may belong to what marks a line.</summary>
    public static bool IsLineMark(char c) => c is '#' or '>' or '-' or '*' or '+' or '_' or '`' or '|';

    /// <summary>Whether what marks a line is a heading, a quote or a bullet, once a space follows.</summary>
    public static bool IsComplete(StringBuilder mark) => IsComplete(mark.ToString().Trim());

    public static bool IsComplete(string mark) => mark.Trim() is "-" or "*" or "+" or ">" or ">>" or "|" or "#" or "##" or "###" or "####" or "#####" or "######";

    /// <summary>Whether a line is nothing but a rule.</summary>
    public static bool IsRule(StringBuilder line) => IsRule(line.ToString());

    public static bool IsRule(string line)
    {
        string marks = line.Replace(" ", "", StringComparison.Ordinal);
        return marks.Length >= 3 && marks[0] is '-' or '*' or '_' or '|' && marks.All(c => c is '-' or '*' or '_' or '|');
    }

    public static bool IsFence(StringBuilder mark) => IsFence(mark.ToString().TrimStart());

    public static bool IsFence(string mark) => mark == "```";

    /// <summary>Whether a tag begins what a model thinks and does not say.</summary>
    public static bool IsThought(string tag) => tag.ToUpperInvariant() is "<THINK>" or "<THINKING>" or "<REASONING>" or "<THOUGHT>";

    /// <summary>Gets the text of "[text](target)" or "![text](target)".</summary>
    public static string LinkText(string link)
    {
        int begin = link.IndexOf('[', StringComparison.Ordinal) + 1;
        int end = link.IndexOf("](", begin, StringComparison.Ordinal);
        string text = end < 0 ? link[begin..] : link[begin..end];
        return text.Replace("*", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal).Replace("[", "", StringComparison.Ordinal);
    }

    /// <summary>Whether a character goes on with what may become "https://".</summary>
    public static bool IsSchemeBegin(StringBuilder begin, char next)
    {
        string text = begin.ToString() + next;
        return Schemes.Any(scheme => scheme.StartsWith(text, StringComparison.OrdinalIgnoreCase));
    }

    public static bool EndsAddress(char c) => char.IsWhiteSpace(c) || c is '<' or '>' or '"' or '|' or ')' or ']' or '*' or '。' or '，' || c is >= '\u3000' and <= '\u303F';

    /// <summary>Gets the host of an address with the punctuation that follows the address.</summary>
    public static string Host(string address)
    {
        string path = address.TrimEnd('.', ',', '!', '?', ';', ':', '\'');
        string host = path[(path.IndexOf("//", StringComparison.Ordinal) + 2)..];
        int end = host.IndexOfAny(['/', '?', '#', ':']);
        host = end < 0 ? host : host[..end];
        host = host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host[4..] : host;
        return host + address[path.Length..];
    }

    public static bool IsEmoji(int rune) => rune is (>= 0x1F000 and <= 0x1FAFF) or (>= 0x2600 and <= 0x27BF) or (>= 0x2B00 and <= 0x2BFF) or (>= 0xE0020 and <= 0xE007F) or 0xFE0F or 0x20E3;

    /// <summary>Whether a character only joins or varies the emoji before it.</summary>
    public static bool JoinsEmoji(char c) => c is '\u200D' or '\uFE0E' or '\uFE0F' or '\u20E3';
}
