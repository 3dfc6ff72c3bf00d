namespace Cascade;

/// <summary>A frame of 512 samples (32 ms) that is not wholly inside a speech segment. Emitted at once while no speech is open.</summary>
public sealed record AudioFrame : CascadeResult
{
    /// <summary>The probability of speech in the frame, 0 to 1.</summary>
    public required float Probability { get; init; }

    /// <summary>The frame's samples, 16 kHz mono PCM16 little-endian, 1,024 bytes; or the input's bytes, see <see cref="StreamProcessorOptions.Audio"/>. The receiver owns the memory.</summary>
    public required ReadOnlyMemory<byte> Audio { get; init; }
}
