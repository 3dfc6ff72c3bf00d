namespace Cascade;

/// <summary>The way in which a turn ended. Each turn ends exactly once.</summary>
public enum TurnOutcome
{
    /// <summary>The whole answer was played.</summary>
    Completed,

    /// <summary>The user, or <see cref="Conversation.InterruptAsync"/>, stopped the answer.</summary>
    Interrupted,

    /// <summary>A stage failed; a <see cref="ConversationFault"/> came before.</summary>
    Failed,

    /// <summary>There were no words to answer.</summary>
    Empty,

    /// <summary>The turn was given up before any of its answer was heard: a message took its place, or the conversation ended.</summary>
    Superseded,
}
