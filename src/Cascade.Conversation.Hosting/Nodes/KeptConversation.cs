using System.Text.Json;
using Cascade.Hosting.Realtime.Sessions;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Realtime.Nodes;

/// <summary>The state of a conversation as it is kept for other nodes. Audio is not in the state: what was heard of open speech is sent again, and what was spoken is not spoken twice.</summary>
/// <param name="IsBeta">The generation of the client.</param>
/// <param name="Config">The settings.</param>
/// <param name="Items">The items in their order.</param>
/// <param name="History">The messages of the history, with the ids of their items.</param>
internal sealed record KeptConversation(bool IsBeta, SessionConfig Config, IReadOnlyList<Item> Items, JsonElement History)
{
    private const int Version = 1;

    /// <summary>Gets the form of the state. Nodes of one version only share sessions.</summary>
    public int Format { get; init; } = Version;

    /// <summary>Gets the turn of the user that is not over.</summary>
    public KeptUser? User { get; init; }

    /// <summary>Gets the ids of the items that were committed and are not recognised.</summary>
    public IReadOnlyList<string> Commits { get; init; } = [];

    /// <summary>Gets whether audio waits for a commit.</summary>
    public bool IsBuffering { get; init; }

    /// <summary>Gets the last answer, of which the client may lack a part.</summary>
    public KeptReply? Reply { get; init; }

    /// <summary>Gets the answer that is owed, and has not begun.</summary>
    public ResponseRequest? Wanted { get; init; }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, KeptJson.Default.KeptConversation);

    /// <exception cref="ProtocolException">The bytes are of another version, or damaged.</exception>
    public static KeptConversation Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, KeptJson.Default.KeptConversation) is { Format: Version } kept ? kept : throw new JsonException("another version");
        }
        catch (JsonException e)
        {
            throw new ProtocolException(ErrorCode.CannotResume, $"This server cannot go on with the session: expected a conversation of version {Version}; found something else at {e.Path ?? "its beginning"}.");
        }
    }
}
