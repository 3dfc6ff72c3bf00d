namespace Cascade.Hosting.Wire;

internal sealed record ErrorMessage : ServerMessage
{
    public required ErrorCode Code { get; init; }

    public required string Message { get; init; }

    public required bool Fatal { get; init; }
}
