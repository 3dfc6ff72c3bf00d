namespace Cascade.Cli.Detection;

/// <summary>Finds the speech in a file.</summary>
internal interface IDetector
{
    /// <summary>How far into the file the detection is, or null where that is not known.</summary>
    TimeSpan? Position { get; }

    /// <param name="path">The file.</param>
    /// <param name="segments">Where the segments' audio goes, if anywhere.</param>
    /// <param name="cancellationToken">Ends the detection.</param>
    Task<DetectionResult> DetectAsync(string path, SegmentWriter? segments, CancellationToken cancellationToken);
}
