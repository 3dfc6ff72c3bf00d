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

    /// <summary>Gets what the model is asked, with a message that is not in the history yet.</summary>
    public IReadOnlyList<ChatMessage> WithUser(string text) => Whole(text.Length > 0 ? [.. _messages, new ChatMessage(ChatRole.User, text)] : _messages);

    public static string IdOf(long turn, ChatRole role) => FormattableString.Invariant($"turn-{turn}-{role.Value}");

    public void Add(ChatMessage message) => _messages = [.. _messages, message];

    /// <summary>Replaces all messages.</summary>
    public void Edit(Func<IReadOnlyList<ChatMessage>, IEnumerable<ChatMessage>> edit) => _messages = [.. edit(_messages)];

    /// <summary>Adds a turn that has ended.</summary>
    public void Add(long turn, string userText, IReadOnlyList<ChatMessage> toolMessages, string heard, bool isInterrupted)
    {
        List<ChatMessage> added = [];
        if (userText.Length > 0)
        {
            added.Add(new ChatMessage(ChatRole.User, userText) { MessageId = IdOf(turn, ChatRole.User) });
        }

        added.AddRange(toolMessages);
        _lastTurn = turn;
        _lastAnswer = heard.Length > 0 ? new ChatMessage(ChatRole.Assistant, heard) { MessageId = IdOf(turn, ChatRole.Assistant) } : null;
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

        ChatMessage? corrected = heard.Length == 0 ? null : new ChatMessage(ChatRole.Assistant, heard) { AdditionalProperties = _lastAnswer.AdditionalProperties, MessageId = _lastAnswer.MessageId };
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

    // A call without its result, or a result without its call, would be refused by most models.
    private static IReadOnlyList<ChatMessage> Whole(IReadOnlyList<ChatMessage> messages)
    {
        HashSet<string> called = [.. messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Select(call => call.CallId)];
        HashSet<string> answered = [.. messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.CallId)];
        return called.SetEquals(answered) ? messages : [.. messages.Select(message => Keep(message, content => content switch
        {
            FunctionCallContent call => answered.Contains(call.CallId),
            FunctionResultContent result => called.Contains(result.CallId),
            _ => true,
        })).Where(message => message.Contents.Count > 0)];
    }

    private static ChatMessage Keep(ChatMessage message, Func<AIContent, bool> isKept)
    {
        if (message.Contents.All(isKept))
        {
            return message;
        }

        ChatMessage kept = message.Clone();
        kept.Contents = [.. message.Contents.Where(isKept)];
        return kept;
    }
}
