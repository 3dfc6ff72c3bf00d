namespace Cascade.Cli.Detection;

/// <summary>Finds the speech in an input.</summary>
internal interface IDetector
{
    /// <summary>Whether it reads the input only once, as it comes.</summary>
    bool InOnePass { get; }

    /// <summary>How far into the input the detection is, or null where that is not known.</summary>
    TimeSpan? Position { get; }

    /// <param name="input">The input.</param>
    /// <param name="segments">Where the segments' audio goes, if anywhere.</param>
    /// <param name="cancellationToken">Ends the detection.</param>
    Task<DetectionResult> DetectAsync(AudioInput input, SegmentWriter? segments, CancellationToken cancellationToken);
}
