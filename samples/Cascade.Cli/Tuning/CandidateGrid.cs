namespace Cascade.Cli.Tuning;

/// <summary>
/// All settings that are tried. A pad is never longer than the silence: a stream then has received all of it when it ends a segment, so that stream and offline mode cover the
/// same audio.
/// </summary>
internal static class CandidateGrid
{
    private const double LeastExit = 0.01;
    private static readonly double[] ExitDistances = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4];
    private static readonly int[] SilencesMs = [32, 64, 100, 150, 200, 300, 400, 600];
    private static readonly int[] PadsMs = [0, 15, 30, 50, 75, 100, 150, 200];

    /// <summary>0.05 to 0.95.</summary>
    public static double[] Thresholds { get; } = [.. Enumerable.Range(1, 19).Select(step => step * 5 / 100.0)];

    public static Candidate[] All { get; } =
    [
        .. from threshold in Thresholds
           from exit in ExitDistances.Select(distance => Math.Round(Math.Max(LeastExit, threshold - distance), 2)).Distinct()
           from silence in SilencesMs
           from pad in PadsMs
           where pad <= silence
           select new Candidate(threshold, exit, silence, pad),
    ];

    /// <summary>The defaults with another threshold, the exit threshold at its usual distance.</summary>
    public static bool IsDefaultButForThreshold(Candidate candidate) =>
        candidate == Candidate.Default with { Threshold = candidate.Threshold, ExitThreshold = Math.Round(Math.Max(LeastExit, candidate.Threshold - 0.15), 2) };
}
