using Cascade.Hosting.Realtime.Wire;

namespace Cascade.Hosting.Realtime.Sessions;

/// <summary>The session that the request for a connection asks for.</summary>
/// <param name="Names">The generation of the client.</param>
/// <param name="Config">The settings that it begins with.</param>
/// <param name="IsResumable">Whether it waits for its client when the connection is lost.</param>
internal sealed record SessionBeginning(Names Names, SessionConfig Config, bool IsResumable)
{
    /// <summary>Gets whether the client knows the events that are not in the protocol.</summary>
    public bool IsExtended => Config.IsExtended;
}
