namespace Cascade;

/// <summary>The audio of a frame inside open speech, hangover included, as the frame arrives. The segment brings that audio again.</summary>
public sealed record SpeechProgress : CascadeResult
{
    /// <summary>Gets the probability of speech in the frame, 0 to 1.</summary>
    public required float Probability { get; init; }

    /// <summary>Gets the first sample of the segment as far as it is known: the segment begins there unless the burst is discarded.</summary>
    public required long SegmentStartSample { get; init; }

    /// <summary>
    /// Gets the frame's samples in <see cref="Format"/>: of 16 kHz mono PCM16 little-endian 1,024 bytes; empty with <see cref="ResultAudio.None"/>. The receiver owns the memory.
    /// </summary>
    public required ReadOnlyMemory<byte> Audio { get; init; }

    /// <summary>Gets the format of <see cref="Audio"/>.</summary>
    public required AudioFormat Format { get; init; }

    /// <summary>Returns whether all values are equal, the audio byte by byte.</summary>
    public bool Equals(SpeechProgress? other) =>
        base.Equals(other) && Probability.Equals(other.Probability) && SegmentStartSample == other.SegmentStartSample && Format == other.Format
        && Audio.Span.SequenceEqual(other.Audio.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Probability, Format, Audio.Length);
}
