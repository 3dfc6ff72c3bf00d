namespace Cascade.Hosting.Realtime.Wire;

/// <summary>An item that the client adds.</summary>
internal sealed record ClientItem
{
    public string? Id { get; init; }

    public string? Type { get; init; }

    public string? Role { get; init; }

    public ClientContent[]? Content { get; init; }

    public string? CallId { get; init; }

    public string? Name { get; init; }

    public string? Arguments { get; init; }

    public string? Output { get; init; }
}

/// <summary>A part of a message.</summary>
internal sealed record ClientContent
{
    public string? Type { get; init; }

    public string? Text { get; init; }

    public string? Transcript { get; init; }
}
