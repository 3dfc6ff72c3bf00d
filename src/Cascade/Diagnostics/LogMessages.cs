using Microsoft.Extensions.Logging;

namespace Cascade.Diagnostics;

/// <summary>Everything that is logged. docs/metrics.md lists it, and a test compares the two.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Debug, "A stream of {Format} has begun on {Engine} with {Model}.")]
    public static partial void StreamBegun(this ILogger logger, AudioFormat format, string engine, VadModel model);

    [LoggerMessage(2, LogLevel.Debug, "The engine {Engine} has loaded {Model} in {Seconds:0.000} s.")]
    public static partial void EngineLoaded(this ILogger logger, string engine, VadModel model, double seconds);

    [LoggerMessage(3, LogLevel.Debug, "A stream was ended at {Position}: {Segments} segments, {Speech} of speech.")]
    public static partial void StreamEnded(this ILogger logger, TimeSpan position, long segments, TimeSpan speech);

    [LoggerMessage(4, LogLevel.Debug, "A stream was disposed at {Position}.")]
    public static partial void StreamDisposed(this ILogger logger, TimeSpan position);

    [LoggerMessage(
        5,
        LogLevel.Warning,
        "Processing is slower than real time: {Seconds:0.00} s for {AudioSeconds:0.00} s of audio. {Unlogged} such warnings were left out since the one before.")]
    public static partial void SlowerThanRealTime(this ILogger logger, double seconds, double audioSeconds, int unlogged);

    [LoggerMessage(6, LogLevel.Warning, "The input has samples that are no numbers, {Count} so far; they are taken as silence. This is said once a stream.")]
    public static partial void NonFiniteInput(this ILogger logger, long count);

    [LoggerMessage(7, LogLevel.Error, "A call failed at {Position}.")]
    public static partial void CallFailed(this ILogger logger, TimeSpan position, Exception error);
}
