namespace Cascade.Hosting.Wire;

internal sealed record ReadyMessage : ServerMessage
{
    public int Version { get; init; } = Protocol.Version;

    public required string Session { get; init; }

    public required bool Resumed { get; init; }

    public required bool Resumable { get; init; }

    public required long Received { get; init; }

    public required long LastEvent { get; init; }

    public required EffectiveOptions Options { get; init; }

    public required LimitsMessage Limits { get; init; }
}
