using System.Net.WebSockets;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Sessions;

/// <summary>How a connection ends: what is told last, and the close code.</summary>
/// <param name="CloseCode">The WebSocket's close code.</param>
/// <param name="Message">The last message, if there is one to tell.</param>
/// <param name="SendsEvents">Whether events that wait are sent before.</param>
internal sealed record Ending(int CloseCode, ServerMessage? Message, bool SendsEvents = true)
{
    /// <summary>All is done that the client wanted.</summary>
    public static Ending Stopped { get; } = new((int)WebSocketCloseStatus.NormalClosure, new ClosedMessage { Reason = CloseReason.Stopped });

    public static Ending Shutdown { get; } = new((int)WebSocketCloseStatus.EndpointUnavailable, new ClosedMessage { Reason = CloseReason.Shutdown });

    public static Ending Idle { get; } = new(Protocol.CloseIdle, new ClosedMessage { Reason = CloseReason.Idle });

    public static Ending Evicted { get; } = new(Protocol.CloseEvicted, new ClosedMessage { Reason = CloseReason.Evicted });

    /// <summary>The other connection gets the events.</summary>
    public static Ending Replaced { get; } = new(Protocol.CloseReplaced, new ClosedMessage { Reason = CloseReason.Replaced }, SendsEvents: false);

    /// <summary>Any other node gets the session.</summary>
    public static Ending Moved { get; } = new(Protocol.CloseMoved, new ClosedMessage { Reason = CloseReason.Moved });

    /// <summary>The client has closed.</summary>
    public static Ending ClosedByClient { get; } = new((int)WebSocketCloseStatus.NormalClosure, Message: null, SendsEvents: false);

    /// <summary>The connection is gone without a close, and nothing can be told. The code is never sent: RFC 6455 keeps it for logs.</summary>
    public static Ending Lost { get; } = new(Protocol.LostConnection, Message: null, SendsEvents: false);

    /// <summary>A fault of the server ended the session.</summary>
    public static Ending Failed { get; } = Of(new ProtocolException(ErrorCode.InternalError, "The server failed. The session is over."));

    /// <summary>All sessions together held more than they may, and this one more than its part.</summary>
    public static Ending HeldTooMuch { get; } = Of(HeldTooMuchFault());

    public static ProtocolException HeldTooMuchFault() => new(ErrorCode.OutOfMemory, "The server holds too much for its clients, and for this one more than its part. The session is over; try later.");

    public static Ending Of(ProtocolException e) =>
        new(e.Code.CloseCode(), new ErrorMessage { Code = e.Code, Message = e.Message, Fatal = true });
}
