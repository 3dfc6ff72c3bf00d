namespace Cascade.Hosting.Wire;

/// <summary>The format of the audio of a segment, and its address, unless it is the next message.</summary>
internal sealed record SegmentAudioMessage
{
    public required int Bytes { get; init; }

    public SampleEncoding Encoding { get; init; } = SampleEncoding.Signed16;

    public required int SampleRate { get; init; }

    public int Channels { get; init; } = 1;

    public string? Url { get; init; }
}
