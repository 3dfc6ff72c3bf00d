using Microsoft.Extensions.AI;

namespace Cascade.Dialogue;

/// <summary>Asks the chat client and writes its text to the voice.</summary>
internal static class ModelStage
{
    public static async Task RunAsync(StageContext context, Reply reply, ConversationOptions options, IReadOnlyList<ChatMessage> messages, SentenceWriter sentences, List<ChatMessage> toolMessages)
    {
        ConversationTimeouts limits = options.Timeouts;
        reply.Model.Begin("modelTimeout", limits.FirstToken);
        IEnumerable<ChatMessage> reduced = options.Reducer is { } reducer ? await reducer.ReduceAsync(messages, reply.Token).ConfigureAwait(false) : messages;
        List<ChatMessage> asked = [.. reduced];
        if (options.Instructions is { Length: > 0 } instructions)
        {
            asked.Insert(0, new ChatMessage(ChatRole.System, instructions));
        }

        long began = context.Time.GetTimestamp();
        TimeSpan waited = TimeSpan.Zero;
        int calls = 0;
        bool hasText = false;
        IAsyncEnumerator<ChatResponseUpdate> updates = context.Chat.GetStreamingResponseAsync(asked, options.Chat?.Clone(), reply.Token).GetAsyncEnumerator(reply.Token);
        try
        {
            long callBegan = began;
            while (sentences.Length < options.MaximumReplyLength && await updates.MoveNextAsync().ConfigureAwait(false))
            {
                reply.Model.End();
                waited += context.Time.GetElapsedTime(callBegan);
                ChatResponseUpdate update = updates.Current;
                int newCalls = KeepToolMessages(update, toolMessages);
                calls += newCalls;
                if (calls > options.MaximumToolCalls)
                {
                    throw new StageException("toolLimit", $"Expected at most {options.MaximumToolCalls} calls of tools in an answer ({nameof(ConversationOptions.MaximumToolCalls)}); found more. Raise the limit, or that of the function-invoking client.");
                }

                if (update.Text is { Length: > 0 } text)
                {
                    if (!hasText)
                    {
                        await context.PostAsync(new TokenArrived(reply, context.Time.GetElapsedTime(began))).ConfigureAwait(false);
                    }

                    hasText = true;
                    await sentences.WriteAsync(Limit(text, options.MaximumReplyLength - sentences.Length), isFiltered: options.SpeaksReplies).ConfigureAwait(false);
                }

                bool awaitsTool = newCalls > 0;
                if (awaitsTool && !hasText && options.FillerPhrase is { Length: > 0 } filler)
                {
                    hasText = true;
                    await sentences.WriteAsync(filler + " ", isFiltered: false).ConfigureAwait(false);
                    await sentences.FlushAsync().ConfigureAwait(false);
                }

                callBegan = context.Time.GetTimestamp();
                TimeSpan left = limits.Model - waited;
                TimeSpan next = awaitsTool ? limits.Tool : hasText ? limits.NextToken : limits.FirstToken;
                reply.Model.Begin(awaitsTool ? "toolTimeout" : "modelTimeout", next < left ? next : left, awaitsTool ? ConversationStage.Tool : ConversationStage.Model);
            }

            reply.Token.ThrowIfCancellationRequested(); // a client may end silently when canceled
        }
        finally
        {
            await updates.DisposeAsync().ConfigureAwait(false);
            reply.Model.End();
        }

        if (OpenCalls(toolMessages) is { Count: > 0 } open)
        {
            await context.PostAsync(new ToolsCalled(reply, open)).ConfigureAwait(false);
        }
        else if (sentences.Length == 0)
        {
            throw new StageException("modelEmpty", "Expected text from the chat client; found none. Look at the model's own log, or whether it answers with tool calls that nothing invokes.");
        }
    }

    // Calls and their results belong into the history, or the model would ask again.
    private static int KeepToolMessages(ChatResponseUpdate update, List<ChatMessage> toolMessages)
    {
        AIContent[] calls = [.. update.Contents.OfType<FunctionCallContent>()];
        AIContent[] results = [.. update.Contents.OfType<FunctionResultContent>()];
        if (calls.Length > 0)
        {
            toolMessages.Add(new ChatMessage(ChatRole.Assistant, calls));
        }

        if (results.Length > 0)
        {
            toolMessages.Add(new ChatMessage(ChatRole.Tool, results));
        }

        return calls.Length;
    }

    // Calls that nothing between here and the model has answered: the host's own tools.
    private static List<FunctionCallContent> OpenCalls(List<ChatMessage> toolMessages)
    {
        HashSet<string> answered = [.. toolMessages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.CallId)];
        return [.. toolMessages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Where(call => !answered.Contains(call.CallId))];
    }

    private static string Limit(string text, long room)
    {
        string cut = text.Length <= room ? text : text[..(int)room];
        return cut.Length > 0 && cut.Length < text.Length && char.IsHighSurrogate(cut[^1]) ? cut[..^1] + ' ' : cut;
    }
}
