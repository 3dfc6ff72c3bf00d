namespace Cascade.Tests.Trust;

/// <summary>What a process occupied at some time of a soak, while all streams rested.</summary>
/// <param name="Elapsed">Since the soak began.</param>
/// <param name="ManagedBytes">The managed heap, collected.</param>
/// <param name="NativeBytes">What native code has allocated and not freed; 0 where that cannot be asked.</param>
/// <param name="ResidentBytes">The resident set.</param>
/// <param name="Handles">Files, sockets and the like that are open.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Frames">Frames inferred so far.</param>
internal sealed record SoakSample(TimeSpan Elapsed, long ManagedBytes, long NativeBytes, long ResidentBytes, int Handles, int Threads, long Frames);
