using Microsoft.Extensions.Logging;

namespace Cascade.Dialogue;

/// <summary>The messages of the log. Words of the user and of the model never stand in it.</summary>
internal static partial class ConversationLog
{
    [LoggerMessage(100, LogLevel.Debug, "Conversation {Conversation}: turn {Turn} began")]
    public static partial void TurnBegan(ILogger logger, string conversation, long turn);

    [LoggerMessage(101, LogLevel.Debug, "Conversation {Conversation}: turn {Turn} ended as {Outcome}")]
    public static partial void TurnEnded(ILogger logger, string conversation, long turn, TurnOutcome outcome);

    [LoggerMessage(102, LogLevel.Warning, "Conversation {Conversation}, turn {Turn}: {Stage} failed with {Code}")]
    public static partial void StageFailed(ILogger logger, string conversation, long turn, ConversationStage stage, string code, Exception? exception);

    [LoggerMessage(103, LogLevel.Warning, "Conversation {Conversation}: a canceled stage of turn {Turn} has not ended and is abandoned")]
    public static partial void StageAbandoned(ILogger logger, string conversation, long turn);

    [LoggerMessage(104, LogLevel.Critical, "Conversation {Conversation} ended by a fault of its own")]
    public static partial void LoopFailed(ILogger logger, string conversation, Exception exception);

    [LoggerMessage(105, LogLevel.Debug, "Conversation {Conversation}: speech during turn {Turn} counted as {Outcome}")]
    public static partial void Interruption(ILogger logger, string conversation, long turn, string outcome);
}
