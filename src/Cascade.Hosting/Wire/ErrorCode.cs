namespace Cascade.Hosting.Wire;

/// <summary>The kind of error; the names on the wire and what they mean stand in docs/protocol.md.</summary>
internal enum ErrorCode
{
    InvalidJson,
    InvalidMessage,
    UnknownType,
    StartExpected,
    AlreadyStarted,
    InvalidOptions,
    UnsupportedFormat,
    Unauthorized,
    SessionUnknown,
    StartTimeout,
    CannotResume,
    Unacknowledged,
    TooFast,
    TooManyMessages,
    TooManySessions,
    ServerFull,
    OutOfMemory,
    StoreUnavailable,
    MessageTooBig,
    InternalError,
}
