using System.Text.Json.Serialization;

namespace Cascade.Hosting.Wire;

/// <summary>The JSON of all messages, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(CamelCaseEnum<SampleEncoding>), typeof(CamelCaseEnum<WireEncoding>), typeof(CamelCaseEnum<SegmentEnd>), typeof(CamelCaseEnum<SegmentAudioMode>),
        typeof(CamelCaseEnum<ErrorCode>), typeof(CamelCaseEnum<CloseReason>),
    ])]
[JsonSerializable(typeof(StartMessage))]
[JsonSerializable(typeof(ResumeMessage))]
[JsonSerializable(typeof(UpdateMessage))]
[JsonSerializable(typeof(FlushMessage))]
[JsonSerializable(typeof(StopMessage))]
[JsonSerializable(typeof(AckMessage))]
[JsonSerializable(typeof(PingMessage))]
[JsonSerializable(typeof(ServerMessage))]
internal sealed partial class WireJson : JsonSerializerContext;
