using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cascade.Hosting.Realtime.Wire;

/// <summary>An event of the client, with the fields of all types: what a type needs is checked where it is done.</summary>
internal sealed record ClientEvent
{
    public string? Type { get; init; }

    public string? EventId { get; init; }

    public ClientSession? Session { get; init; }

    public string? Audio { get; init; }

    public ClientItem? Item { get; init; }

    public string? PreviousItemId { get; init; }

    public string? ItemId { get; init; }

    public int? ContentIndex { get; init; }

    public long? AudioEndMs { get; init; }

    public ClientResponse? Response { get; init; }

    public string? ResponseId { get; init; }

    /// <summary>Gets the number of the last event seen, of the extension <c>cascade.acknowledge</c>.</summary>
    public long? Event { get; init; }

    /// <summary>Gets the milliseconds of an answer that have been played, of the extension <c>cascade.playback</c>.</summary>
    public double? PlayedMs { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; } // the generator sets it behind the constructor
}
