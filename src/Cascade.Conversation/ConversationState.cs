namespace Cascade;

/// <summary>The part of a turn that a <see cref="Conversation"/> is in.</summary>
public enum ConversationState
{
    /// <summary>Nobody speaks: the conversation waits for speech or for a message.</summary>
    Listening,

    /// <summary>The user speaks, or pauses for less than the endpoint delay.</summary>
    Hearing,

    /// <summary>The user's turn has ended and no audio of the answer has been handed out.</summary>
    Thinking,

    /// <summary>Audio of the answer is being played, or is paused because the user may want to interrupt.</summary>
    Speaking,

    /// <summary>The conversation has ended.</summary>
    Closed,
}
