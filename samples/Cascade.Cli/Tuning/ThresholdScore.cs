namespace Cascade.Cli.Tuning;

/// <summary>How a threshold does.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="PlainF1">With the other settings as they are by default.</param>
/// <param name="BestF1">With the other settings at their best.</param>
internal sealed record ThresholdScore(double Threshold, double PlainF1, double BestF1);
