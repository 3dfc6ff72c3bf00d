using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cascade.Hosting.Realtime.Wire;

/// <summary>An item as clients see it.</summary>
internal sealed record ItemBody(string Id, string Object, string Type, string Status)
{
    public string? Role { get; init; }

    public IReadOnlyList<ContentBody>? Content { get; init; }

    public string? CallId { get; init; }

    public string? Name { get; init; }

    public string? Arguments { get; init; }

    public string? Output { get; init; }
}

/// <summary>A part of a message, or of a response.</summary>
internal sealed record ContentBody(string Type)
{
    public string? Text { get; init; }

    public string? Transcript { get; init; }
}

/// <summary>A response as clients see it.</summary>
internal sealed record ResponseBody(string Id, string Object, string Status, IReadOnlyList<ItemBody> Output)
{
    public StatusDetails? StatusDetails { get; init; }

    public string? ConversationId { get; init; }

    public IReadOnlyList<string>? OutputModalities { get; init; }

    public IReadOnlyList<string>? Modalities { get; init; }

    public JsonElement? Metadata { get; init; }

    public UsageBody? Usage { get; init; }
}

/// <summary>Why a response ended as it did.</summary>
internal sealed record StatusDetails(string Type)
{
    public string? Reason { get; init; }

    public StatusError? Error { get; init; }
}

/// <summary>The fault that ended a response.</summary>
internal sealed record StatusError(string Type, string Code)
{
    public string? Message { get; init; }
}

/// <summary>The tokens of a response, as far as the chat client tells them.</summary>
internal sealed record UsageBody(long TotalTokens, long InputTokens, long OutputTokens)
{
    public InputUsage InputTokenDetails => new(InputTokens, 0, 0);

    public OutputUsage OutputTokenDetails => new(OutputTokens, 0);
}

/// <summary>The tokens of the input, by kind.</summary>
internal sealed record InputUsage(long TextTokens, long AudioTokens, long CachedTokens);

/// <summary>The tokens of the output, by kind.</summary>
internal sealed record OutputUsage(long TextTokens, long AudioTokens);

/// <summary>A short-lived token and the session that it begins.</summary>
internal sealed record SecretBody(string Value, long ExpiresAt, object Session);

/// <summary>The request for a short-lived token.</summary>
internal sealed record SecretRequest
{
    public SecretExpiry? ExpiresAfter { get; init; }

    public ClientSession? Session { get; init; }
}

/// <summary>The lifetime of a short-lived token.</summary>
internal sealed record SecretExpiry
{
    public string? Anchor { get; init; }

    public int? Seconds { get; init; }
}

/// <summary>An error of an HTTP endpoint.</summary>
internal sealed record HttpError([property: JsonPropertyName("error")] ErrorBody Error);

/// <summary>The text of an upload.</summary>
internal sealed record TranscriptionBody(string Text);

/// <summary>The text of an upload, with its words.</summary>
internal sealed record VerboseTranscriptionBody(string Task, string? Language, double Duration, string Text)
{
    public IReadOnlyList<WordBody>? Words { get; init; }
}

/// <summary>A word of an upload.</summary>
internal sealed record WordBody(string Word, double Start, double End);

/// <summary>The request for spoken text.</summary>
internal sealed record SpeechRequest
{
    public string? Model { get; init; }

    public string? Input { get; init; }

    public JsonElement Voice { get; init; }

    public string? ResponseFormat { get; init; }

    public float? Speed { get; init; }

    public string? Instructions { get; init; }

    public string? StreamFormat { get; init; }
}
