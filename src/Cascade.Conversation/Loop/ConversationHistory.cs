using Microsoft.Extensions.AI;

namespace Cascade.Dialogue;

/// <summary>The messages that the model gets. The loop changes it; anybody may read a snapshot.</summary>
internal sealed class ConversationHistory(IEnumerable<ChatMessage> messages)
{
    /// <summary>The additional property of an answer that was stopped before its end.</summary>
    public const string InterruptedProperty = "cascade.interrupted";

    private volatile ChatMessage[] _messages = [.. messages];
    private long _lastTurn;
    private ChatMessage? _lastAnswer;

    public IReadOnlyList<ChatMessage> Messages => _messages;

    public IReadOnlyList<ChatMessage> WithUser(string text) => text.Length > 0 ? [.. _messages, new ChatMessage(ChatRole.User, text)] : _messages;

    public void Add(ChatMessage message) => _messages = [.. _messages, message];

    /// <summary>Adds a turn that has ended.</summary>
    public void Add(long turn, string userText, IReadOnlyList<ChatMessage> toolMessages, string heard, bool isInterrupted)
    {
        List<ChatMessage> added = [];
        if (userText.Length > 0)
        {
            added.Add(new ChatMessage(ChatRole.User, userText));
        }

        added.AddRange(Whole(toolMessages));
        _lastTurn = turn;
        _lastAnswer = heard.Length > 0 ? new ChatMessage(ChatRole.Assistant, heard) : null;
        if (_lastAnswer is not null)
        {
            if (isInterrupted)
            {
                _lastAnswer.AdditionalProperties = new() { [InterruptedProperty] = true };
            }

            added.Add(_lastAnswer);
        }

        _messages = [.. _messages, .. added];
    }

    /// <summary>The player says later how much of the last turn's answer was heard.</summary>
    public void Correct(long turn, string heard)
    {
        if (turn != _lastTurn || _lastAnswer is null || _lastAnswer.AdditionalProperties is null || _lastAnswer.Text == heard)
        {
            return; // a whole answer stays whole
        }

        ChatMessage? corrected = heard.Length == 0 ? null : new ChatMessage(ChatRole.Assistant, heard) { AdditionalProperties = _lastAnswer.AdditionalProperties };
        _messages = [.. _messages.Select(message => message == _lastAnswer ? corrected : message).OfType<ChatMessage>()];
        _lastAnswer = corrected;
    }

    /// <summary>Forgets the oldest messages, with an answer of a tool never left without its call.</summary>
    public void Limit(int messages, int length)
    {
        int from = 0;
        int left = _messages.Length;
        long characters = _messages.Sum(message => (long)message.Text.Length);
        while (from < _messages.Length && (left > messages || (characters > length && left > 1) || _messages[from].Role == ChatRole.Tool))
        {
            characters -= _messages[from].Text.Length;
            left--;
            from++;
        }

        if (from > 0)
        {
            _messages = _messages[from..];
        }
    }

    // A call without its result would be refused by most models.
    private static IEnumerable<ChatMessage> Whole(IReadOnlyList<ChatMessage> toolMessages)
    {
        HashSet<string> answered = [.. toolMessages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.CallId)];
        return toolMessages.Where(message => message.Contents.OfType<FunctionCallContent>().All(call => answered.Contains(call.CallId)));
    }
}
