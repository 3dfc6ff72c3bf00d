namespace Cascade.Cli.Detection;

/// <summary>Finds the speech in an input.</summary>
internal interface IDetector
{
    /// <summary>Whether saving segments takes a second reading.</summary>
    bool SavesInSecondPass { get; }

    /// <param name="input">The input, for a second reading.</param>
    /// <param name="source">It, opened.</param>
    /// <param name="segments">Where the segments' audio goes, if anywhere.</param>
    /// <param name="cancellationToken">Ends the detection.</param>
    Task<DetectionResult> DetectAsync(AudioInput input, AudioSource source, SegmentWriter? segments, CancellationToken cancellationToken);
}
