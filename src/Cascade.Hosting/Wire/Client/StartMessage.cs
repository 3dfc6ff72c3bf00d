namespace Cascade.Hosting.Wire;

internal sealed record StartMessage : ClientMessage
{
    public FormatMessage? Format { get; init; }

    public OptionsMessage? Options { get; init; }

    public double ProbabilityRate { get; init; }

    public SegmentAudioMode SegmentAudio { get; init; }

    public bool Resumable { get; init; }

    public string? Token { get; init; }
}
