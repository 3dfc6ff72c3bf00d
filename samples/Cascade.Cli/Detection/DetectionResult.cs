namespace Cascade.Cli.Detection;

/// <summary>What was found in an input.</summary>
internal sealed record DetectionResult
{
    public required string File { get; init; }

    public required DetectionMode Mode { get; init; }

    /// <summary>The length in 16 kHz samples.</summary>
    public required long Samples { get; init; }

    public required IReadOnlyList<DetectedSegment> Segments { get; init; }

    /// <summary>The raw events; none in offline mode, which has no such thing.</summary>
    public required IReadOnlyList<DetectedEvent> Events { get; init; }

    /// <summary>The probability of every frame, if asked for.</summary>
    public required IReadOnlyList<float>? Probabilities { get; init; }

    /// <summary>How long the detection took, loading of the model included.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The channel that was listened to, the first being 0; null for the mean of all.</summary>
    public required int? Channel { get; init; }

    /// <summary>What is missing from the input, if anything.</summary>
    public required string? Shortfall { get; init; }

    /// <summary>Bytes of the input that may be audio and were not read.</summary>
    public required long UnreadBytes { get; init; }
}
