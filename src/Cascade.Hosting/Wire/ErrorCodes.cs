using System.Diagnostics;
using System.Net.WebSockets;

namespace Cascade.Hosting.Wire;

/// <summary>Which close code a fatal error has.</summary>
internal static class ErrorCodes
{
    public static int CloseCode(this ErrorCode code) => code switch
    {
        ErrorCode.InvalidJson or ErrorCode.InvalidMessage or ErrorCode.StartExpected or ErrorCode.AlreadyStarted or ErrorCode.InvalidOptions
            or ErrorCode.UnsupportedFormat => 4400,
        ErrorCode.Unauthorized => 4401,
        ErrorCode.SessionUnknown => 4404,
        ErrorCode.StartTimeout => 4408,
        ErrorCode.CannotResume => 4410,
        ErrorCode.Unacknowledged => 4413,
        ErrorCode.TooFast or ErrorCode.TooManyMessages or ErrorCode.TooManySessions => 4429,
        ErrorCode.ServerFull or ErrorCode.OutOfMemory or ErrorCode.StoreUnavailable => 4503,
        ErrorCode.MessageTooBig => (int)WebSocketCloseStatus.MessageTooBig,
        ErrorCode.InternalError => (int)WebSocketCloseStatus.InternalServerError,
        _ => throw new UnreachableException($"{code} is never fatal"),
    };
}
