namespace Cascade.Hosting.Connections;

/// <summary>The facts that the upgrade states about a connection.</summary>
/// <param name="Client">The name of the client.</param>
/// <param name="AudioPath">Where segments' audio is fetched.</param>
/// <param name="IsAuthorized">Whether it needs no token any more.</param>
/// <param name="Stream">The network connection, where it can be watched.</param>
/// <param name="Gone">Canceled when the network connection has ended.</param>
internal sealed record ConnectionContext(string Client, string AudioPath, bool IsAuthorized, WatchedStream? Stream, CancellationToken Gone);
