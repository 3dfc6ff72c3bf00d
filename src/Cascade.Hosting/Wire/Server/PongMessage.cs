namespace Cascade.Hosting.Wire;

internal sealed record PongMessage : ServerMessage
{
    public long? Id { get; init; }
}
