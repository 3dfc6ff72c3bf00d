using System.Text.Json.Serialization;

namespace Cascade.Hosting.Wire;

/// <summary>A message that must not be lost: it is numbered, and kept until it is sent or acknowledged.</summary>
internal abstract record EventMessage : ServerMessage
{
    /// <summary>Its number in the session, from 1.</summary>
    [JsonPropertyOrder(-1)]
    public long Event { get; init; }
}
