using System.Text.Json;
using Cascade.Hosting.Realtime.Wire;

namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>Applies what a client asks of the turn detection.</summary>
internal static class TurnDetectionPatch
{
    private const string Where = "session.audio.input.turn_detection";
    private const int LongestMs = 30_000;

    /// <exception cref="RealtimeException">A value is illegal or not served.</exception>
    public static TurnDetection? Apply(JsonElement patch, TurnDetection? current)
    {
        if (patch.ValueKind == JsonValueKind.Undefined)
        {
            return current;
        }

        if (patch.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        string type = Value(patch, "type", JsonValueKind.String)?.GetString() ?? (current is { IsSemantic: true } ? "semantic_vad" : "server_vad");
        if (type == "none")
        {
            return null; // of older clients
        }

        if (type is not ("server_vad" or "semantic_vad"))
        {
            throw new RealtimeException(RealtimeException.InvalidValue, $"Expected server_vad, semantic_vad or null; found '{type}'.", Where + ".type");
        }

        if (Value(patch, "idle_timeout_ms", JsonValueKind.Number) is { } idle)
        {
            throw RealtimeException.NotServed(Where + ".idle_timeout_ms", idle.ToString(), "Send response.create when the user should be spoken to.");
        }

        TurnDetection turns = (current ?? new TurnDetection()) with { IsSemantic = type == "semantic_vad" };
        return turns with
        {
            Threshold = Number(patch, "threshold", 0.05, 0.95) is { } threshold ? (float)threshold : turns.Threshold,
            PrefixPaddingMs = (int?)Number(patch, "prefix_padding_ms", 0, LongestMs) ?? turns.PrefixPaddingMs,
            SilenceMs = (int?)Number(patch, "silence_duration_ms", 50, LongestMs) ?? turns.SilenceMs,
            Eagerness = Eagerness(patch) ?? turns.Eagerness,
            CreatesResponse = Flag(patch, "create_response") ?? turns.CreatesResponse,
            InterruptsResponse = Flag(patch, "interrupt_response") ?? turns.InterruptsResponse,
        };
    }

    private static string? Eagerness(JsonElement patch) => Value(patch, "eagerness", JsonValueKind.String)?.GetString() is not { } eagerness ? null
        : eagerness is "low" or "medium" or "high" or "auto" ? eagerness
        : throw new RealtimeException(RealtimeException.InvalidValue, $"Expected low, medium, high or auto; found '{eagerness}'.", Where + ".eagerness");

    private static double? Number(JsonElement patch, string name, double least, double most) => Value(patch, name, JsonValueKind.Number)?.GetDouble() is not { } number ? null
        : number >= least && number <= most ? number
        : throw new RealtimeException(RealtimeException.InvalidValue, FormattableString.Invariant($"Expected {name} from {least} to {most}; found {number}."), $"{Where}.{name}");

    private static bool? Flag(JsonElement patch, string name) => patch.TryGetProperty(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    private static JsonElement? Value(JsonElement patch, string name, JsonValueKind kind) => patch.ValueKind == JsonValueKind.Object && patch.TryGetProperty(name, out JsonElement value) && value.ValueKind == kind ? value : null;
}
