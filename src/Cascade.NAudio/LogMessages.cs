using Microsoft.Extensions.Logging;

namespace Cascade;

/// <summary>Everything that this package logs. docs/naudio.md lists it.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(101, LogLevel.Warning, "The capture queue of {Maximum} is full, the {Overflows}. time: results are taken too slowly. New audio is dropped until half of the queue is free.")]
    public static partial void CaptureOverflow(this ILogger logger, TimeSpan maximum, long overflows);
}
