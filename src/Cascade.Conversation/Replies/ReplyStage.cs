using Microsoft.Extensions.AI;

namespace Cascade.Dialogue;

/// <summary>Model, filter, sentences and voice: two tasks with a short queue of sentences between them.</summary>
internal static class ReplyStage
{
    public static async Task RunAsync(StageContext context, Reply reply, ConversationOptions options, IReadOnlyList<ChatMessage> messages)
    {
        List<ChatMessage> toolMessages = [];
        SentenceWriter sentences = new(options, reply.Sentences, reply.Token);
        Signal spoken = new(context.Work);
        _ = SpeakAsync(context, reply, options, spoken);
        await context.GuardAsync(reply, ConversationStage.Model, () => reply.Turn.SetText is { } text
            ? sentences.WriteAsync(text, isFiltered: false)
            : ModelStage.RunAsync(context, reply, options, messages, sentences, toolMessages)).ConfigureAwait(false);
        reply.Model.End();
        await context.GuardAsync(reply, ConversationStage.Model, sentences.CompleteAsync, hasSpan: false).ConfigureAwait(false);
        await spoken.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        await context.TryPostAsync(new ReplyDone(reply, toolMessages)).ConfigureAwait(false);
    }

    private static async Task SpeakAsync(StageContext context, Reply reply, ConversationOptions options, Signal spoken)
    {
        context.Work.Enter();
        try
        {
            await context.GuardAsync(reply, ConversationStage.Synthesis, () => reply.IsSilent ? WriteAsync(context, reply) : SynthesisStage.RunAsync(context, reply, options)).ConfigureAwait(false);
        }
        finally
        {
            reply.Synthesis.End();
            spoken.Set();
            context.Work.Leave();
        }
    }

    // Text only: the sentences go out as the model wrote them.
    private static async Task WriteAsync(StageContext context, Reply reply)
    {
        int number = 0;
        await foreach (string sentence in reply.Sentences.ReadAllAsync(reply.Token).ConfigureAwait(false))
        {
            await context.PostAsync(new SentenceBegun(reply, number, sentence, TimeSpan.Zero)).ConfigureAwait(false);
            await context.PostAsync(new SentenceEnded(reply, number++, [], [])).ConfigureAwait(false);
        }
    }
}
