namespace Cascade.Tests.Trust;

/// <summary>What lies between two ends of a stream.</summary>
/// <param name="FirstByte">The number of its first byte.</param>
/// <param name="FirstSample">The position of its first sample.</param>
internal sealed record LedgerPart(long FirstByte, long FirstSample);
