using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cascade.Hosting.Wire;

/// <summary>Enumerations on the wire are their members' names.</summary>
internal sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
