using Cascade.Cli.Detection;

namespace Cascade.Cli.Timelines;

/// <summary>What a picture of an input shows.</summary>
internal sealed record Timeline
{
    public required string Title { get; init; }

    public required DetectionMode Mode { get; init; }

    public required DetectionSettings Settings { get; init; }

    public required Waveform Waveform { get; init; }

    /// <summary>One per frame of 512 samples.</summary>
    public required IReadOnlyList<float> Probabilities { get; init; }

    public required IReadOnlyList<DetectedSegment> Segments { get; init; }

    /// <summary>The length in 16 kHz samples; more than 0.</summary>
    public required long Samples { get; init; }

    public double Seconds => SampleClock.ToSeconds(Samples);

    public double ExitThreshold => Settings.EffectiveExitThreshold;
}
