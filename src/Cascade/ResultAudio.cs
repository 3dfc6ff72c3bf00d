namespace Cascade;

/// <summary>What the audio of a result is.</summary>
public enum ResultAudio
{
    /// <summary>What the network heard: 16 kHz mono PCM16 little-endian.</summary>
    Pcm16Mono16k,

    /// <summary>
    /// The bytes of the input, in its own format, whose time lies within the result's range. Ranges that touch in time touch in the input.
    /// </summary>
    Input,
}
