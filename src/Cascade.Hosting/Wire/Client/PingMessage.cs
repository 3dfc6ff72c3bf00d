namespace Cascade.Hosting.Wire;

internal sealed record PingMessage : ClientMessage
{
    public long? Id { get; init; }
}
