namespace Cascade.Hosting.Sessions;

/// <summary>A segment's mono PCM16.</summary>
internal sealed record StoredSegment(long Number, int SampleRateHz, ReadOnlyMemory<byte> Audio);
