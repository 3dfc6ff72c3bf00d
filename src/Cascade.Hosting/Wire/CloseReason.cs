namespace Cascade.Hosting.Wire;

/// <summary>Why a session ended without a fault of its client; the names on the wire and what they mean stand in docs/protocol.md.</summary>
internal enum CloseReason
{
    Stopped,
    Shutdown,
    Idle,
    Evicted,
    Replaced,
    Moved,
}
