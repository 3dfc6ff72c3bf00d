using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cascade.Hosting.Realtime.Wire;

/// <summary>The JSON of the protocol, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ClientEvent))]
[JsonSerializable(typeof(SecretRequest))]
[JsonSerializable(typeof(SpeechRequest))]
[JsonSerializable(typeof(SessionEvent))]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(BetaSessionBody))]
[JsonSerializable(typeof(ErrorEvent))]
[JsonSerializable(typeof(ConversationCreatedEvent))]
[JsonSerializable(typeof(InputEvent))]
[JsonSerializable(typeof(ItemEvent))]
[JsonSerializable(typeof(TranscriptionEvent))]
[JsonSerializable(typeof(ResponseEvent))]
[JsonSerializable(typeof(ResponsePartEvent))]
[JsonSerializable(typeof(PlayerEvent))]
[JsonSerializable(typeof(StateEvent))]
[JsonSerializable(typeof(HeardEvent))]
[JsonSerializable(typeof(WordsEvent))]
[JsonSerializable(typeof(PhonemesEvent))]
[JsonSerializable(typeof(VisemesEvent))]
[JsonSerializable(typeof(TurnEvent))]
[JsonSerializable(typeof(ResumedEvent))]
[JsonSerializable(typeof(SecretBody))]
[JsonSerializable(typeof(HttpError))]
[JsonSerializable(typeof(TranscriptionBody))]
[JsonSerializable(typeof(VerboseTranscriptionBody))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
internal sealed partial class RealtimeJson : JsonSerializerContext
{
    /// <summary>Gets the JSON of events, which no page has as HTML: base64 keeps its plus signs, of one byte in place of six.</summary>
    public static RealtimeJson Events { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
