using Cascade.Hosting.Realtime.Sessions;

namespace Cascade.Hosting.Realtime.Connections;

/// <summary>The wishes in the request for a connection.</summary>
/// <param name="Session">The session to begin.</param>
/// <param name="Resume">The session to go on with instead.</param>
/// <param name="Acknowledged">The number of the last event of that session that the client has seen.</param>
internal sealed record ConnectionBeginning(SessionBeginning Session, string? Resume, long Acknowledged);
