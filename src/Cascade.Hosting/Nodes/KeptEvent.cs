namespace Cascade.Hosting.Nodes;

/// <summary>An event that is not acknowledged: its number, its JSON, and the binary message behind it.</summary>
internal readonly record struct KeptEvent(long Number, byte[] Json, ReadOnlyMemory<byte> Audio);
