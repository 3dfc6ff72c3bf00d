namespace Cascade;

/// <summary>The kind of audio in a result.</summary>
public enum ResultAudio
{
    /// <summary>
    /// The input of the network: mono PCM16 little-endian, 16 kHz, or 8 kHz where <see cref="VadEngine.OnnxRuntime"/> hears 8 kHz natively. It is the
    /// samples whose time lies within the result's range.
    /// </summary>
    Pcm16Mono,

    /// <summary>
    /// The bytes of the input, in its own format, whose time lies within the result's range. Ranges that touch in time touch in the input.
    /// </summary>
    Input,

    /// <summary>
    /// Nothing: the audio of results is empty, and none is kept. For hosts that want positions only, or have the audio themselves. Open speech then takes 4 bytes a frame in
    /// place of its audio's 32 KB a second, and results allocate next to nothing.
    /// </summary>
    None,
}
