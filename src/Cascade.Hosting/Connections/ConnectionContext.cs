namespace Cascade.Hosting.Connections;

/// <summary>What the upgrade has told about a connection.</summary>
/// <param name="Client">Who it is.</param>
/// <param name="AudioPath">Where segments' audio is fetched.</param>
/// <param name="IsAuthorized">Whether it needs no token any more.</param>
internal sealed record ConnectionContext(string Client, string AudioPath, bool IsAuthorized);
