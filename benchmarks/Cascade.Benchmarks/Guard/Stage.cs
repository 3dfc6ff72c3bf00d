namespace Cascade.Benchmarks.Guard;

/// <summary>A part of the library that is watched.</summary>
/// <param name="Name">What the baseline and the command line call it.</param>
/// <param name="Reference">The kernel that it is timed against: one that waits for the same part of the machine.</param>
/// <param name="Create">Makes what is timed: something that does the same work at every call.</param>
internal sealed record Stage(string Name, string Reference, Func<Recording, Action> Create);
