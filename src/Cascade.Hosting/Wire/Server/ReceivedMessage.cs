namespace Cascade.Hosting.Wire;

internal sealed record ReceivedMessage : ServerMessage
{
    public required long Received { get; init; }
}
