using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Cascade;

/// <summary>
/// A chat client that answers by rules, without a model: for tests, demonstrations and machines without a network. The first rule that matches the last user message answers, word by word.
/// </summary>
/// <remarks>Thread-safe; keeps no state. A message that no rule matches gets an empty answer.</remarks>
public sealed class ScriptedChatClient : IChatClient
{
    private readonly ScriptedRule[] _rules;
    private readonly TimeProvider _time;

    /// <summary>Makes a client that gives one answer to everything.</summary>
    /// <param name="answer">The answer, as <see cref="ScriptedRule.Says"/>.</param>
    public ScriptedChatClient(string answer)
        : this([new ScriptedRule { Says = answer }])
    {
    }

    /// <summary>Makes a client from rules.</summary>
    /// <param name="rules">Tried in order.</param>
    /// <param name="timeProvider">Measures the delays; <see cref="TimeProvider.System"/> if <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">There is no rule, or a rule is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A delay is negative.</exception>
    public ScriptedChatClient(IEnumerable<ScriptedRule> rules, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        _rules = [.. rules];
        _time = timeProvider ?? TimeProvider.System;
        if (_rules.Length == 0 || _rules.Contains(null))
        {
            throw new ArgumentException("Expected one rule or more; found none, or null. Use the constructor that takes one answer, or add a rule without Hears at the end.", nameof(rules));
        }

        foreach (ScriptedRule rule in _rules)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(rule.Delay, TimeSpan.Zero, nameof(ScriptedRule.Delay));
            ArgumentOutOfRangeException.ThrowIfLessThan(rule.TokenDelay, TimeSpan.Zero, nameof(ScriptedRule.TokenDelay));
        }
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        string[] heard = [.. messages.Where(message => message.Role == ChatRole.User).Select(message => message.Text)];
        string text = heard.Length > 0 ? heard[^1] : "";
        if (_rules.FirstOrDefault(rule => rule.Matches(text)) is not { } found)
        {
            yield break;
        }

        string answer = found.Says
            .Replace("{text}", text, StringComparison.Ordinal)
            .Replace("{turn}", heard.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        TimeSpan delay = found.Delay;
        foreach (string token in Tokens(answer))
        {
            await WaitAsync(delay, cancellationToken).ConfigureAwait(false);
            yield return new ChatResponseUpdate(ChatRole.Assistant, token);
            delay = found.TokenDelay;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Does nothing: the client holds nothing.</summary>
    public void Dispose()
    {
    }

    private async Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    // A word with the space before it, as models write them.
    private static IEnumerable<string> Tokens(string text)
    {
        int start = 0;
        for (int i = 1; i <= text.Length; i++)
        {
            if (i == text.Length || (char.IsWhiteSpace(text[i]) && !char.IsWhiteSpace(text[i - 1])))
            {
                yield return text[start..i];
                start = i;
            }
        }
    }
}
