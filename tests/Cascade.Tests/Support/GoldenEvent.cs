namespace Cascade.Tests;

/// <summary>An event of silero's VADIterator.</summary>
internal sealed record GoldenEvent(long Frame, string Kind, long Sample);
