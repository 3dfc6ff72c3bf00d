using System.Text.Json.Serialization;

namespace Cascade.Hosting.Realtime.Wire;

/// <summary>An event of the server. Each has a type by which clients know it, and an id in the order of the events.</summary>
internal abstract record ServerEvent([property: JsonPropertyOrder(-2)] string Type) // first, so that readers know what follows
{
    [JsonPropertyOrder(-1)]
    public string EventId { get; init; } = "";
}

/// <summary>The session began, or has new settings.</summary>
internal sealed record SessionEvent(string Type, object Session) : ServerEvent(Type);

/// <summary>Something could not be done.</summary>
internal sealed record ErrorEvent(ErrorBody Error) : ServerEvent("error");

/// <summary>The reason for which something could not be done.</summary>
internal sealed record ErrorBody(string Type, string? Code, string Message, string? Param = null, string? EventId = null);

/// <summary>An event of the input audio buffer.</summary>
internal sealed record InputEvent(string Type) : ServerEvent(Type)
{
    public string? ItemId { get; init; }

    public string? PreviousItemId { get; init; }

    public long? AudioStartMs { get; init; }

    public long? AudioEndMs { get; init; }
}

/// <summary>An item is there, is whole, is asked for, is cut or is gone.</summary>
internal sealed record ItemEvent(string Type) : ServerEvent(Type)
{
    public string? PreviousItemId { get; init; }

    public ItemBody? Item { get; init; }

    public string? ItemId { get; init; }

    public int? ContentIndex { get; init; }

    public long? AudioEndMs { get; init; }
}

/// <summary>The words of the user.</summary>
internal sealed record TranscriptionEvent(string Type, string ItemId) : ServerEvent(Type)
{
    public int ContentIndex { get; init; }

    public string? Delta { get; init; }

    public string? Transcript { get; init; }

    public TranscriptionUsage? Usage { get; init; }

    public ErrorBody? Error { get; init; }
}

/// <summary>The seconds that were recognised.</summary>
internal sealed record TranscriptionUsage(string Type, int Seconds);

/// <summary>A response began or is over.</summary>
internal sealed record ResponseEvent(string Type, ResponseBody Response) : ServerEvent(Type);

/// <summary>A part of a response began, grew or is over.</summary>
internal sealed record ResponsePartEvent(string Type, string ResponseId, string? ItemId) : ServerEvent(Type)
{
    public int OutputIndex { get; init; }

    public int? ContentIndex { get; init; }

    public ItemBody? Item { get; init; }

    public ContentBody? Part { get; init; }

    public string? Delta { get; init; }

    public string? Text { get; init; }

    public string? Transcript { get; init; }

    public string? CallId { get; init; }

    public string? Name { get; init; }

    public string? Arguments { get; init; }
}

/// <summary>The player of the client is to do something; the later generation knows these events for other transports.</summary>
internal sealed record PlayerEvent(string Type, string? ResponseId) : ServerEvent(Type)
{
    public double? PositionMs { get; init; }
}

/// <summary>The conversation began; clients of the beta expect it.</summary>
internal sealed record ConversationCreatedEvent(ConversationBody Conversation) : ServerEvent("conversation.created");

/// <summary>A conversation as clients see it.</summary>
internal sealed record ConversationBody(string Id, string Object);
