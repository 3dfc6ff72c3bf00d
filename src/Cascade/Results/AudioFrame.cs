namespace Cascade;

/// <summary>
/// A frame of 512 samples of the clock (32 ms) that is not wholly inside a speech segment. Emitted at once while no speech is open.
/// </summary>
public sealed record AudioFrame : CascadeResult
{
    /// <summary>The probability of speech in the frame, 0 to 1.</summary>
    public required float Probability { get; init; }

    /// <summary>
    /// The frame's samples, 16 kHz mono PCM16 little-endian, 1,024 bytes; 8 kHz and 512 bytes with <see cref="VadOptions.Native8kHz"/>; or
    /// the input's bytes or nothing, see <see cref="StreamProcessorOptions.Audio"/>. The receiver owns the memory.
    /// </summary>
    public required ReadOnlyMemory<byte> Audio { get; init; }
}
