namespace Cascade.Hosting.Wire;

internal sealed record SpeechDiscardedMessage : EventMessage
{
    public required long StartSample { get; init; }

    public required long EndSample { get; init; }

    public required double Start { get; init; }

    public required double End { get; init; }
}
