namespace Cascade.Hosting.Wire;

internal sealed record ResumeMessage : ClientMessage
{
    public required string Session { get; init; }

    public required long Acknowledged { get; init; }

    public required long Event { get; init; }

    public string? Token { get; init; }
}
