namespace Cascade;

/// <summary>A frame inside open speech, hangover included, as it arrives. Its audio comes again in the segment.</summary>
public sealed record SpeechProgress : CascadeResult
{
    /// <summary>The probability of speech in the frame, 0 to 1.</summary>
    public required float Probability { get; init; }

    /// <summary>The first sample of the segment as far as it is known: it begins there unless the burst is discarded.</summary>
    public required long SegmentStartSample { get; init; }

    /// <summary>
    /// The frame's samples, 16 kHz mono PCM16 little-endian, 1,024 bytes; 8 kHz and 512 bytes with <see cref="VadOptions.Native8kHz"/>; or
    /// the input's bytes or nothing, see <see cref="StreamProcessorOptions.Audio"/>. The receiver owns the memory.
    /// </summary>
    public required ReadOnlyMemory<byte> Audio { get; init; }
}
