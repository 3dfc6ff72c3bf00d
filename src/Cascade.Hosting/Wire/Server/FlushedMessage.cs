namespace Cascade.Hosting.Wire;

internal sealed record FlushedMessage : EventMessage
{
    public long? Id { get; init; }

    public required long Sample { get; init; }

    public required double Time { get; init; }
}
