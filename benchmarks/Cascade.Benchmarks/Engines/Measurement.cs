namespace Cascade.Benchmarks.Engines;

/// <summary>What one scenario cost on one engine.</summary>
/// <param name="Scenario">What was done.</param>
/// <param name="Engine">What did it.</param>
/// <param name="MedianMicroseconds">Per frame and stream, or of the whole where the scenario is one thing that happens once.</param>
/// <param name="RatioToOnnxRuntime">How many times faster than ONNX Runtime doing the same in the same run.</param>
internal sealed record Measurement(string Scenario, string Engine, double MedianMicroseconds, double RatioToOnnxRuntime);
