using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cascade.Hosting.Realtime.Wire;

/// <summary>The settings that a client wants, in both generations of the protocol. A field that is absent changes nothing; one that is null may mean something.</summary>
internal sealed record ClientSession
{
    public string? Type { get; init; }

    public string? Model { get; init; }

    public string? Instructions { get; init; }

    public string[]? OutputModalities { get; init; }

    /// <summary>Gets the modalities as the beta names them.</summary>
    public string[]? Modalities { get; init; }

    public ClientAudio? Audio { get; init; }

    public JsonElement Voice { get; init; }

    public double? Speed { get; init; }

    public JsonElement InputAudioFormat { get; init; }

    public JsonElement OutputAudioFormat { get; init; }

    public JsonElement InputAudioTranscription { get; init; }

    public JsonElement InputAudioNoiseReduction { get; init; }

    public JsonElement TurnDetection { get; init; }

    public ClientTool[]? Tools { get; init; }

    public JsonElement ToolChoice { get; init; }

    public JsonElement MaxOutputTokens { get; init; }

    public JsonElement MaxResponseOutputTokens { get; init; }

    public float? Temperature { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; } // the generator sets it behind the constructor
}

/// <summary>The audio settings of the later generation.</summary>
internal sealed record ClientAudio
{
    public ClientAudioInput? Input { get; init; }

    public ClientAudioOutput? Output { get; init; }
}

/// <summary>The audio of the client, and how it is heard.</summary>
internal sealed record ClientAudioInput
{
    public JsonElement Format { get; init; }

    public JsonElement Transcription { get; init; }

    public JsonElement NoiseReduction { get; init; }

    public JsonElement TurnDetection { get; init; }
}

/// <summary>The audio for the client.</summary>
internal sealed record ClientAudioOutput
{
    public JsonElement Format { get; init; }

    public JsonElement Voice { get; init; }

    public double? Speed { get; init; }
}

/// <summary>A function that the client executes.</summary>
internal sealed record ClientTool
{
    public string? Type { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public JsonElement? Parameters { get; init; }
}
