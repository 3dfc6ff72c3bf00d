namespace Cascade.Hosting.Wire;

internal sealed record ProbabilityMessage : ServerMessage
{
    public required long StartSample { get; init; }

    public required double Start { get; init; }

    public required IReadOnlyList<float> Values { get; init; }

    public required bool Speech { get; init; }

    public required long Received { get; init; }
}
