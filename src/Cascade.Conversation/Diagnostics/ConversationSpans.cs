using System.Diagnostics;

namespace Cascade.Dialogue;

/// <summary>Spans: a conversation, its turns, their stages.</summary>
internal static class ConversationSpans
{
    public const string Name = "Cascade.Conversation";

    private static readonly ActivitySource Source = new(Name);

    public static Activity? Conversation(string id) => Start("conversation", null)?.SetTag("gen_ai.conversation.id", id);

    public static Activity? Turn(long number, string id, Activity? conversation) =>
        Start("turn", conversation)?.SetTag("gen_ai.conversation.id", id).SetTag("cascade.turn.number", number);

    public static Activity? Stage(ConversationStage stage, Activity? turn) => Start(StageContext.Name(stage), turn);

    // Beside the caller's own span: a conversation outlives the request that began it.
    private static Activity? Start(string name, Activity? parent)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        Activity? before = Activity.Current;
        Activity.Current = parent;
        Activity? started = Source.StartActivity(name, ActivityKind.Internal);
        if (name is "conversation" or "turn")
        {
            Activity.Current = before;
        }

        return started;
    }
}
