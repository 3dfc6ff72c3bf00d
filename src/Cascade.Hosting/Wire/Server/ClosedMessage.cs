namespace Cascade.Hosting.Wire;

internal sealed record ClosedMessage : ServerMessage
{
    public required CloseReason Reason { get; init; }
}
