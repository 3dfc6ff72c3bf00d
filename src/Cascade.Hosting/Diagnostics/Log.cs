using Microsoft.Extensions.Logging;

namespace Cascade.Hosting;

/// <summary>The log messages. Sessions have numbers here: their ids are secrets. Audio and text of messages never stand in a log.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Session {Session} began")]
    public static partial void SessionOpened(ILogger logger, long session);

    [LoggerMessage(2, LogLevel.Information, "Session {Session} lost its connection and waits")]
    public static partial void SessionWaits(ILogger logger, long session);

    [LoggerMessage(3, LogLevel.Information, "Session {Session} was resumed at sample {Received}")]
    public static partial void SessionResumed(ILogger logger, long session, long received);

    [LoggerMessage(4, LogLevel.Information, "Session {Session} ended with close code {CloseCode}")]
    public static partial void SessionEnded(ILogger logger, long session, int closeCode);

    [LoggerMessage(5, LogLevel.Information, "A client was refused or ended: {Reason}")]
    public static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(6, LogLevel.Error, "Session {Session} could not be ended in order")]
    public static partial void EndFailed(ILogger logger, long session, Exception exception);

    [LoggerMessage(7, LogLevel.Error, "A connection failed")]
    public static partial void ConnectionFailed(ILogger logger, Exception exception);

    [LoggerMessage(9, LogLevel.Error, "Session {Session} failed and is ended")]
    public static partial void SessionFailed(ILogger logger, long session, Exception exception);

    [LoggerMessage(10, LogLevel.Warning, "The application stops with {Sessions} sessions that have not ended in time")]
    public static partial void NotEndedInTime(ILogger logger, int sessions);

    [LoggerMessage(11, LogLevel.Error, "Looking for sessions that are not used failed")]
    public static partial void SweepFailed(ILogger logger, Exception exception);

    [LoggerMessage(12, LogLevel.Information, "The connection of session {Session} ended without a close: {Reason}")]
    public static partial void ConnectionCut(ILogger logger, long session, string reason);

    [LoggerMessage(13, LogLevel.Warning, "A listener to the meter Cascade.Hosting failed")]
    public static partial void ListenerFailed(ILogger logger, Exception exception);

    [LoggerMessage(14, LogLevel.Information, "Session {Session} was taken from another node with epoch {Epoch}")]
    public static partial void SessionTaken(ILogger logger, long session, long epoch);

    [LoggerMessage(15, LogLevel.Warning, "The store of sessions cannot be reached: sessions go on, but no other node can go on with them")]
    public static partial void StoreDown(ILogger logger, Exception? exception);

    [LoggerMessage(16, LogLevel.Information, "The store of sessions can be reached again")]
    public static partial void StoreUp(ILogger logger);
}
