using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Cascade.Hosting.Wire;

/// <summary>Reads what clients send. The type may stand anywhere in the object.</summary>
internal static class ClientMessages
{
    private static readonly FrozenDictionary<string, JsonTypeInfo> Types = new Dictionary<string, JsonTypeInfo>
    {
        ["start"] = WireJson.Default.StartMessage,
        ["resume"] = WireJson.Default.ResumeMessage,
        ["update"] = WireJson.Default.UpdateMessage,
        ["flush"] = WireJson.Default.FlushMessage,
        ["stop"] = WireJson.Default.StopMessage,
        ["ack"] = WireJson.Default.AckMessage,
        ["ping"] = WireJson.Default.PingMessage,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> TypeNames => Types.Keys;

    /// <exception cref="ProtocolException">The message is none.</exception>
    public static ClientMessage Read(ReadOnlyMemory<byte> utf8)
    {
        string? type = ReadType(utf8);
        if (!Types.TryGetValue(type, out JsonTypeInfo? info))
        {
            throw new ProtocolException(ErrorCode.UnknownType, "There is no message of this type in version 1; it was ignored.", isFatal: false);
        }

        try
        {
            var message = (ClientMessage)JsonSerializer.Deserialize(utf8.Span, info)!;
            return IllegalProperty(message) is { } path ? throw NotAsDocumented(type, path) : message;
        }
        catch (JsonException e)
        {
            throw NotAsDocumented(type, e.Path is { Length: > 1 } path ? path : null);
        }
        catch (InvalidOperationException) // a name that is no text: half of a surrogate pair
        {
            throw NotAsDocumented(type, path: null);
        }
    }

    // A property that is required may still be null, whatever its type says.
    private static string? IllegalProperty(ClientMessage message) => message switch
    {
        UpdateMessage { Options: null } => "$.options",
        ResumeMessage { Session: null } => "$.session",
        _ => null,
    };

    private static ProtocolException NotAsDocumented(string type, string? path) => new(
        ErrorCode.InvalidMessage,
        $"The message {type} is not as documented{(path is null ? "" : $" at {path}")}: a property is missing or has a wrong type or value.");

    private static string ReadType(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document.RootElement.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String
                    ? type.GetString()!
                    : throw new ProtocolException(ErrorCode.InvalidMessage, "The message has no type.");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for text that is no Unicode: half a pair of surrogates, escaped
        {
        }

        throw new ProtocolException(ErrorCode.InvalidJson, "A text message must be one JSON object. Audio belongs into binary messages.");
    }
}
