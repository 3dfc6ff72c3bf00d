namespace Cascade.Cli.Detection;

/// <summary>What was found in a file.</summary>
internal sealed record DetectionResult
{
    public required string File { get; init; }

    public required DetectionMode Mode { get; init; }

    public required long Samples { get; init; }

    public required IReadOnlyList<DetectedSegment> Segments { get; init; }

    /// <summary>The raw events; none in offline mode, which has no such thing.</summary>
    public required IReadOnlyList<DetectedEvent> Events { get; init; }

    /// <summary>The probability of every frame, if asked for.</summary>
    public required IReadOnlyList<float>? Probabilities { get; init; }

    /// <summary>How long the detection took, loading of the model included.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What is missing from the file, if anything.</summary>
    public required AudioFormatException? Truncation { get; init; }
}
