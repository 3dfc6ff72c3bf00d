namespace Cascade.Hosting.Wire;

internal sealed record SpeechStartedMessage : EventMessage
{
    public required long Sample { get; init; }

    public required double Time { get; init; }

    public required float Probability { get; init; }
}
