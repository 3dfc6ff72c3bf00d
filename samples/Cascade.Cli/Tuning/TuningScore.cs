namespace Cascade.Cli.Tuning;

/// <summary>Settings, and what they found.</summary>
internal sealed record TuningScore(Candidate Settings, Counts Counts);
