namespace Cascade;

/// <summary>The way in which a user's turn ends.</summary>
public enum TurnTaking
{
    /// <summary>Silence ends a turn, see <see cref="ConversationOptions.EndpointDelay"/>.</summary>
    Automatic,

    /// <summary>Push to talk: only <see cref="Conversation.CommitTurnAsync"/> ends a turn, and speech interrupts nothing.</summary>
    Manual,
}
