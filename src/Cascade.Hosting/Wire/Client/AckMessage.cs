namespace Cascade.Hosting.Wire;

internal sealed record AckMessage : ClientMessage
{
    public required long Event { get; init; }
}
