namespace Cascade.Hosting.Sessions;

/// <summary>The audio of a segment.</summary>
internal sealed record StoredSegment(long Number, ReadOnlyMemory<byte> Audio, AudioFormat Format);
