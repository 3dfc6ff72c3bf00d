using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>The arguments of a function as JSON.</summary>
internal static class ToolArguments
{
    private static readonly JsonSerializerOptions Options = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IReadOnlyDictionary<string, object?>? arguments) =>
        JsonSerializer.Serialize(new Dictionary<string, object?>(arguments ?? new Dictionary<string, object?>()), Options.GetTypeInfo(typeof(Dictionary<string, object?>)));

    /// <summary>Reads what a client sends: text that is no JSON object counts as no arguments.</summary>
    public static Dictionary<string, object?>? Read(string? json)
    {
        try
        {
            return json is null ? null : (Dictionary<string, object?>?)JsonSerializer.Deserialize(json, Options.GetTypeInfo(typeof(Dictionary<string, object?>)));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
