namespace Cascade.Benchmarks.Load;

/// <summary>What server and processor must agree on. An event at a point ends where it starts.</summary>
internal readonly record struct StreamEvent(EventKind Kind, long StartSample, long EndSample);
