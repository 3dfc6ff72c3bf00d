using Cascade.Hosting.Realtime.Sessions;

namespace Cascade.Hosting.Realtime.Nodes;

/// <summary>A turn of the user that is not over.</summary>
/// <param name="ItemId">The item that the client knows.</param>
/// <param name="IsOpen">Whether the client has been told that speech began, and not that it ended.</param>
/// <param name="IsCommitted">Whether the item is part of the conversation.</param>
/// <param name="IsFinal">Whether its words are known.</param>
internal sealed record KeptUser(string ItemId, bool IsOpen, bool IsCommitted, bool IsFinal)
{
    public static KeptUser? Of(UserTurn? user) => user is null ? null : new KeptUser(user.Item.Id, user.IsOpen, user.IsCommitted, user.IsFinal);
}
