namespace Cascade.Benchmarks.Guard;

/// <summary>What one process has measured.</summary>
/// <param name="Level">What the processor can do, on which ratios depend: its architecture and the width of its vectors.</param>
/// <param name="Ratios">The time of each stage to that of its reference.</param>
internal sealed record GuardPass(string Level, IReadOnlyDictionary<string, double> Ratios);
