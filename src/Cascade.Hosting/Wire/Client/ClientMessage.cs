namespace Cascade.Hosting.Wire;

/// <summary>A message from a client.</summary>
internal abstract record ClientMessage;
