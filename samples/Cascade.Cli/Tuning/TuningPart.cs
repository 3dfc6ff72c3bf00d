namespace Cascade.Cli.Tuning;

/// <summary>A part of the recording that was held out.</summary>
/// <param name="FirstUnit">Where it begins.</param>
/// <param name="EndUnit">Where it ends.</param>
/// <param name="Chosen">The settings that were chosen on all other parts.</param>
/// <param name="Tuned">What they found in it.</param>
/// <param name="Defaults">What the defaults found in it.</param>
internal sealed record TuningPart(int FirstUnit, int EndUnit, Candidate Chosen, Counts Tuned, Counts Defaults);
