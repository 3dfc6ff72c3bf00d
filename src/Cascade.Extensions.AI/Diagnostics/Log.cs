using Microsoft.Extensions.Logging;

namespace Cascade.Extensions.AI.Diagnostics;

/// <summary>Everything that is logged here. Texts never stand in a log.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "The client {Client} does not support {Way}: it is asked the other way from now on.")]
    public static partial void OtherWay(this ILogger logger, string client, string way);

    [LoggerMessage(2, LogLevel.Error, "The client failed on the utterance from {Start} to {End}.")]
    public static partial void UtteranceFailed(this ILogger logger, TimeSpan start, TimeSpan end, Exception error);
}
