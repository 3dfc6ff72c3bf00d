namespace Cascade.Hosting.Wire;

internal sealed record FlushMessage : ClientMessage
{
    public long? Id { get; init; }
}
