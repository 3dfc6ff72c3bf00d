namespace Cascade.Benchmarks.Engines;

/// <summary>What one scenario cost on one engine.</summary>
/// <param name="Scenario">one-stream, batch-N or offline.</param>
/// <param name="Engine">The engine, with the width of its vectors.</param>
/// <param name="MedianMicroseconds">Per frame and stream.</param>
internal sealed record Measurement(string Scenario, string Engine, double MedianMicroseconds);
