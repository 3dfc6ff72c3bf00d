namespace Cascade;

/// <summary>
/// The audio of a frame of 512 samples of the clock (32 ms) that is not wholly inside a speech segment. Emitted at once while no speech is open; with the segments, these frames cover the stream.
/// </summary>
public sealed record AudioFrame : CascadeResult
{
    /// <summary>Gets the probability of speech in the frame, 0 to 1.</summary>
    public required float Probability { get; init; }

    /// <summary>
    /// Gets the frame's samples in <see cref="Format"/>: of 16 kHz mono PCM16 little-endian 1,024 bytes; empty with <see cref="ResultAudio.None"/>. The receiver owns the memory.
    /// </summary>
    public required ReadOnlyMemory<byte> Audio { get; init; }

    /// <summary>Gets the format of <see cref="Audio"/>.</summary>
    public required AudioFormat Format { get; init; }

    /// <summary>Returns whether all values are equal, the audio byte by byte.</summary>
    public bool Equals(AudioFrame? other) =>
        base.Equals(other) && Probability.Equals(other.Probability) && Format == other.Format && Audio.Span.SequenceEqual(other.Audio.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Probability, Format, Audio.Length);
}
