namespace Cascade;

/// <summary>A stage of a turn, as faults and metrics name it.</summary>
public enum ConversationStage
{
    /// <summary>The voice activity detection.</summary>
    Hearing,

    /// <summary>Speech to text.</summary>
    Recognition,

    /// <summary>The <see cref="ITurnDetector"/>.</summary>
    TurnDetection,

    /// <summary>The chat client, with the reducer of the history.</summary>
    Model,

    /// <summary>A tool that the chat client calls.</summary>
    Tool,

    /// <summary>Text to speech.</summary>
    Synthesis,

    /// <summary>The turn as a whole.</summary>
    Turn,
}
