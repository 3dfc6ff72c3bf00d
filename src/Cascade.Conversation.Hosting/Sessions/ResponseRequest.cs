using System.Text.Json;

namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>A response that the client asked for.</summary>
/// <param name="Config">Its settings.</param>
/// <param name="Metadata">The name that the client chose for the response.</param>
internal sealed record ResponseRequest(SessionConfig Config, JsonElement? Metadata)
{
    /// <summary>Gets the id of the item that is answered, if another node heard it.</summary>
    public string? UserId { get; init; }
}
