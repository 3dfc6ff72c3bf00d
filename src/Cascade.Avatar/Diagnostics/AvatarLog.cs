using Microsoft.Extensions.Logging;

namespace Cascade.Avatar.Diagnostics;

/// <summary>The log messages.</summary>
internal static partial class AvatarLog
{
    [LoggerMessage(180, LogLevel.Debug, "Opened a video of {Width} x {Height} pixels, encoded by process {ProcessId}")]
    public static partial void Opened(ILogger logger, int width, int height, int processId);

    [LoggerMessage(181, LogLevel.Warning, "The lips are late by {Delay}: frames are dropped from now on, and audio goes on")]
    public static partial void Dropping(ILogger logger, TimeSpan delay);

    [LoggerMessage(182, LogLevel.Error, "The video ended after {Position}")]
    public static partial void Failed(ILogger logger, Exception fault, TimeSpan position);

    [LoggerMessage(183, LogLevel.Debug, "Closed a video of {Position}: {Drawn} frames drawn, {Still} still, {Dropped} dropped")]
    public static partial void Closed(ILogger logger, TimeSpan position, long drawn, long still, long dropped);
}
