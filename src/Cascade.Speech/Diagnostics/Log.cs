using Microsoft.Extensions.Logging;

namespace Cascade.Speech.Diagnostics;

/// <summary>Everything that is logged here. Audio and text never stand in a log.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The worker {Process} was ready after {Seconds:0.000} s.")]
    public static partial void WorkerReady(this ILogger logger, int process, double seconds);

    [LoggerMessage(2, LogLevel.Error, "A worker can't be started. It is tried again.")]
    public static partial void WorkerNotStarted(this ILogger logger, Exception error);

    [LoggerMessage(3, LogLevel.Error, "The worker {Process} {End} and is replaced.")]
    public static partial void WorkerEnded(this ILogger logger, int process, string end);

    [LoggerMessage(4, LogLevel.Information, "The worker {Process} is replaced after {Jobs} jobs with {Megabytes} MB.")]
    public static partial void WorkerReplaced(this ILogger logger, int process, int jobs, long megabytes);

    [LoggerMessage(5, LogLevel.Information, "The worker {Process} has run {Jobs} jobs and has {Megabytes} MB.")]
    public static partial void WorkerMemory(this ILogger logger, int process, int jobs, long megabytes);

    [LoggerMessage(6, LogLevel.Warning, "The worker {Process} does not answer and is killed.")]
    public static partial void WorkerSilent(this ILogger logger, int process);

    [LoggerMessage(7, LogLevel.Warning, "The worker {Process} goes on with a job that was canceled and is killed.")]
    public static partial void WorkerAbandoned(this ILogger logger, int process);

    [LoggerMessage(8, LogLevel.Warning, "The worker {Process} sent no frame.")]
    public static partial void WorkerBroke(this ILogger logger, int process, Exception error);

    [LoggerMessage(9, LogLevel.Debug, "The worker {Process} wrote: {Line}")]
    public static partial void WorkerWrote(this ILogger logger, int process, string line);

    [LoggerMessage(10, LogLevel.Error, "Audio with the SHA-256 {Hash} has crashed two workers and is refused from now on.")]
    public static partial void PoisonFound(this ILogger logger, string hash);
}
