using System.Text.Json.Serialization;

namespace Cascade.Speech.Wire;

/// <summary>The JSON of frames, without reflection: a worker starts in a tenth of a second.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkerSetup))]
[JsonSerializable(typeof(JobHeader))]
[JsonSerializable(typeof(ResultPart))]
internal sealed partial class WireJson : JsonSerializerContext;
