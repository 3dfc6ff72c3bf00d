using System.Text.Json.Serialization;

namespace Cascade.Hosting.Realtime.Nodes;

/// <summary>The JSON of kept conversations, generated at compile time. Values that are null are written: they mean something in the settings.</summary>
[JsonSerializable(typeof(KeptConversation))]
internal sealed partial class KeptJson : JsonSerializerContext;
