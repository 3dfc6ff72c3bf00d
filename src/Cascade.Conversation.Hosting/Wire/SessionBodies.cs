using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cascade.Hosting.Realtime.Wire;

/// <summary>A session as the later generation of clients sees it.</summary>
internal sealed record SessionBody(string Id, string Object, string Type, string? Model, AudioBody Audio)
{
    public IReadOnlyList<string>? OutputModalities { get; init; }

    public string? Instructions { get; init; }

    public IReadOnlyList<ToolBody>? Tools { get; init; }

    public string? ToolChoice { get; init; }

    public JsonElement? MaxOutputTokens { get; init; }

    public float? Temperature { get; init; }
}

/// <summary>Audio in and out.</summary>
internal sealed record AudioBody(AudioInputBody Input)
{
    public AudioOutputBody? Output { get; init; }
}

/// <summary>How the user is heard.</summary>
internal sealed record AudioInputBody(FormatBody Format)
{
    public TranscriptionBodyOfSession? Transcription { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public TurnDetectionBody? TurnDetection { get; init; }
}

/// <summary>How the machine speaks.</summary>
internal sealed record AudioOutputBody(FormatBody Format, string Voice, double Speed);

/// <summary>An audio format.</summary>
internal sealed record FormatBody(string Type)
{
    public int? Rate { get; init; }
}

/// <summary>Whether the user's words are told.</summary>
internal sealed record TranscriptionBodyOfSession
{
    public string? Model { get; init; }

    public string? Language { get; init; }

    public string? Prompt { get; init; }
}

/// <summary>How a turn ends.</summary>
internal sealed record TurnDetectionBody(string Type)
{
    public float? Threshold { get; init; }

    public int? PrefixPaddingMs { get; init; }

    public int? SilenceDurationMs { get; init; }

    public string? Eagerness { get; init; }

    public bool CreateResponse { get; init; }

    public bool InterruptResponse { get; init; }
}

/// <summary>A function of the client.</summary>
internal sealed record ToolBody(string Type, string Name)
{
    public string? Description { get; init; }

    public JsonElement? Parameters { get; init; }
}

/// <summary>A session as the beta generation of clients sees it.</summary>
internal sealed record BetaSessionBody(string Id, string Object, string? Model)
{
    public IReadOnlyList<string>? Modalities { get; init; }

    public string? Instructions { get; init; }

    public string? Voice { get; init; }

    public string? InputAudioFormat { get; init; }

    public string? OutputAudioFormat { get; init; }

    public TranscriptionBodyOfSession? InputAudioTranscription { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public TurnDetectionBody? TurnDetection { get; init; }

    public IReadOnlyList<ToolBody>? Tools { get; init; }

    public string? ToolChoice { get; init; }

    public float? Temperature { get; init; }

    public JsonElement? MaxResponseOutputTokens { get; init; }
}
