namespace Cascade.Cli.Tuning;

/// <summary>How a threshold does.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="PlainScore">With the other settings as they are by default.</param>
/// <param name="BestScore">With the other settings at their best.</param>
internal sealed record ThresholdScore(double Threshold, double PlainScore, double BestScore);
