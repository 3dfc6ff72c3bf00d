using Cascade.Audio.Pcm;

namespace Cascade;

/// <summary>A whole stretch of speech, emitted when it has ended. Segments never overlap.</summary>
public sealed record SpeechSegment : CascadeResult
{
    /// <summary>
    /// Gets exactly the samples from <see cref="CascadeResult.StartSample"/> to <see cref="CascadeResult.EndSample"/>, pre-roll and pad included, in <see cref="Format"/>; empty with
    /// <see cref="ResultAudio.None"/>. The receiver owns the memory.
    /// </summary>
    public required ReadOnlyMemory<byte> Audio { get; init; }

    /// <summary>Gets the format of <see cref="Audio"/>: 16 kHz mono PCM16 unless <see cref="StreamProcessorOptions.Audio"/> or the engine's native 8 kHz say otherwise.</summary>
    public required AudioFormat Format { get; init; }

    /// <summary>Gets the reason of the segment's end.</summary>
    public required SegmentEnd EndedBy { get; init; }

    /// <summary>Gets whether this continues the segment before, which reached the maximum.</summary>
    public required bool Continues { get; init; }

    /// <summary>Gets the raw start event of the speech. Parts that continue each other share it.</summary>
    public required SpeechEvent Onset { get; init; }

    /// <summary>Gets the raw end event, or <see langword="null"/> where a flush or the maximum ended the segment.</summary>
    public required SpeechEvent? Offset { get; init; }

    /// <summary>Gets the first sample of the first frame of speech, after the pre-roll.</summary>
    public required long SpeechStartSample { get; init; }

    /// <summary>
    /// Gets the probabilities, 0 to 1, of the frames from <see cref="SpeechStartSample"/> on, 32 ms each, that begin before
    /// <see cref="CascadeResult.EndSample"/>. The receiver owns the memory.
    /// </summary>
    public required ReadOnlyMemory<float> Probabilities { get; init; }

    /// <summary>Returns <see cref="Audio"/> as mono samples at the rate of <see cref="Format"/>, full scale at 1, as recognisers take them. The mean of several channels is taken.</summary>
    public float[] ToFloats() => PcmReader.ToFloats(Audio.Span, Format);

    /// <summary>Returns <see cref="Audio"/> as a WAV file.</summary>
    public byte[] ToWav() => WavFile.ToArray(Audio.Span, Format);

    /// <summary>Returns whether all values are equal, audio and probabilities value by value.</summary>
    public bool Equals(SpeechSegment? other) =>
        base.Equals(other)
        && (Format, EndedBy, Continues, Onset, Offset, SpeechStartSample) == (other.Format, other.EndedBy, other.Continues, other.Onset, other.Offset, other.SpeechStartSample)
        && Audio.Span.SequenceEqual(other.Audio.Span)
        && Probabilities.Span.SequenceEqual(other.Probabilities.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), EndedBy, Onset, Audio.Length);
}
