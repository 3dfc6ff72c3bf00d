using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cascade.Hosting.Realtime.Wire;

/// <summary>The settings of one response.</summary>
internal sealed record ClientResponse
{
    public string? Instructions { get; init; }

    public string[]? OutputModalities { get; init; }

    public string[]? Modalities { get; init; }

    public ClientAudio? Audio { get; init; }

    public JsonElement Voice { get; init; }

    public JsonElement OutputAudioFormat { get; init; }

    public ClientTool[]? Tools { get; init; }

    public JsonElement ToolChoice { get; init; }

    public JsonElement MaxOutputTokens { get; init; }

    public JsonElement MaxResponseOutputTokens { get; init; }

    public float? Temperature { get; init; }

    public string? Conversation { get; init; }

    public JsonElement Metadata { get; init; }

    public JsonElement Input { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; } // the generator sets it behind the constructor
}
