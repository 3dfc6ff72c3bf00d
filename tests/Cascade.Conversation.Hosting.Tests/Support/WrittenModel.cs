using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Cascade.Hosting.Realtime.Tests;

/// <summary>The scripted model, which calls the tools that it is given when it is asked about the weather, tells its usage, and keeps what it was asked.</summary>
internal sealed class WrittenModel() : DelegatingChatClient(new ScriptedChatClient(
[
    new ScriptedRule { Hears = "story", Says = string.Concat(Enumerable.Range(1, 12).Select(number => $"This is sentence number {number} of a story that goes on and on. ")) },
    new ScriptedRule { Says = "You said: {text}." },
]))
{
    private readonly TaskCompletionSource _mayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public const string CallId = "call_weather_1";

    /// <summary>A word that the model thinks about until <see cref="Answer"/> is called.</summary>
    public const string Slow = "slowly";

    public void Answer() => _mayAnswer.TrySetResult();

    /// <summary>The questions to the model, newest last.</summary>
    public ConcurrentQueue<(ChatMessage[] Messages, ChatOptions? Options)> Asked { get; } = [];

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatMessage[] asked = [.. messages];
        Asked.Enqueue((asked, options));
        if (asked[^1].Text.Contains(Slow, StringComparison.Ordinal))
        {
            await _mayAnswer.Task.WaitAsync(cancellationToken);
        }

        if (asked[^1].Contents.OfType<FunctionResultContent>().FirstOrDefault() is { } result)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, $"The weather will be {result.Result}.");
        }
        else if (options?.Tools is [AIFunctionDeclaration tool, ..] && asked[^1].Text.Contains("weather", StringComparison.Ordinal))
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent(CallId, tool.Name, new Dictionary<string, object?> { ["day"] = "tomorrow" })]);
        }
        else
        {
            await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                yield return update;
            }
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 11, OutputTokenCount = 7, TotalTokenCount = 18 })]);
    }
}
