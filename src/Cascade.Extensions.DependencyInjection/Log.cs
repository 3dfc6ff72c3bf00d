using Microsoft.Extensions.Logging;

namespace Cascade.Extensions.DependencyInjection;

/// <summary>The log messages.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "A tick of the batch failed. The next tick takes the frames that are left")]
    public static partial void TickFailed(ILogger logger, Exception exception);
}
