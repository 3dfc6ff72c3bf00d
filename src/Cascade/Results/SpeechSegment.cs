namespace Cascade;

/// <summary>A whole stretch of speech, emitted when it has ended. Segments never overlap.</summary>
public sealed record SpeechSegment : CascadeResult
{
    /// <summary>
    /// Exactly the samples from <see cref="CascadeResult.StartSample"/> to <see cref="CascadeResult.EndSample"/>, pre-roll and pad
    /// included: 16 kHz mono PCM16 little-endian, 8 kHz with <see cref="VadOptions.Native8kHz"/>, or the input's bytes or nothing, see
    /// <see cref="StreamProcessorOptions.Audio"/>. The receiver owns the memory.
    /// </summary>
    public required ReadOnlyMemory<byte> Audio { get; init; }

    /// <summary>Why the segment ended.</summary>
    public required SegmentEnd EndedBy { get; init; }

    /// <summary>Whether this continues the segment before, which reached the maximum.</summary>
    public required bool Continues { get; init; }

    /// <summary>The raw start event of the speech. Parts that continue each other share it.</summary>
    public required SpeechEvent Onset { get; init; }

    /// <summary>The raw end event, or <see langword="null"/> where a flush or the maximum ended the segment.</summary>
    public required SpeechEvent? Offset { get; init; }

    /// <summary>The first sample of the first frame of speech, after the pre-roll.</summary>
    public required long SpeechStartSample { get; init; }

    /// <summary>
    /// The probabilities, 0 to 1, of the frames from <see cref="SpeechStartSample"/> on, 32 ms each, that begin before
    /// <see cref="CascadeResult.EndSample"/>. The receiver owns the memory.
    /// </summary>
    public required ReadOnlyMemory<float> Probabilities { get; init; }
}
