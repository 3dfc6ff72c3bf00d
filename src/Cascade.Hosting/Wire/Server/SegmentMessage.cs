namespace Cascade.Hosting.Wire;

internal sealed record SegmentMessage : EventMessage
{
    public required long Number { get; init; }

    public required long StartSample { get; init; }

    public required long EndSample { get; init; }

    public required double Start { get; init; }

    public required double End { get; init; }

    public required SegmentEnd Reason { get; init; }

    public required bool Continues { get; init; }

    /// <summary>The mean over the frames.</summary>
    public required float Probability { get; init; }

    public SegmentAudioMessage? Audio { get; init; }
}
