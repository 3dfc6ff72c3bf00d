namespace Cascade;

/// <summary>An answer of a <see cref="ScriptedChatClient"/> and what it answers.</summary>
public sealed record ScriptedRule
{
    /// <summary>Gets words that the last user message must contain, in any case and in this order; empty for any message.</summary>
    public string Hears { get; init; } = "";

    /// <summary>Gets the answer. "{text}" in it becomes the last user message, "{turn}" the number of user messages.</summary>
    public required string Says { get; init; }

    /// <summary>Gets the time before the first token. Default 0.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Gets the time between tokens. Default 0.</summary>
    public TimeSpan TokenDelay { get; init; }

    internal bool Matches(string message)
    {
        int from = 0;
        foreach (string word in Hears.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int at = message.IndexOf(word, from, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            from = at + word.Length;
        }

        return true;
    }
}
