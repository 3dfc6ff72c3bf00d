namespace Cascade.Hosting.Nodes;

/// <summary>An event that is not acknowledged: its JSON, and the binary message behind it.</summary>
internal readonly record struct KeptEvent(byte[] Json, ReadOnlyMemory<byte> Audio);
