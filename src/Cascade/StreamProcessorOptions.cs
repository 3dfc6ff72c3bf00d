namespace Cascade;

/// <summary>How a <see cref="StreamProcessor"/> works. The defaults are those of silero's <c>VADIterator</c>; every value is checked when a processor is made.</summary>
public sealed record StreamProcessorOptions : VadOptions
{
    /// <summary>
    /// Settings for conversation: pauses of up to half a second stay inside a segment, its ends keep 300 ms of margin, and bursts of up to 250 ms are discarded.
    /// </summary>
    public static StreamProcessorOptions Conversation { get; } = new()
    {
        MinimumSilence = TimeSpan.FromMilliseconds(500),
        SpeechPad = TimeSpan.FromMilliseconds(300),
        MinimumSpeech = TimeSpan.FromMilliseconds(250),
    };

    /// <summary>Which kinds of result are emitted. Default frames and segments.</summary>
    public ResultKinds Results { get; init; } = ResultKinds.Default;

    /// <summary>
    /// What the audio of results is. Default <see cref="ResultAudio.Pcm16Mono16k"/>; <see cref="ResultAudio.Input"/> gives the input's own bytes for the result's range.
    /// </summary>
    public ResultAudio Audio { get; init; }

    // Without a lower bound, like silero's iterator.
    internal override double DefaultExitThreshold => Threshold - ExitDistance;

    internal override void Validate()
    {
        base.Validate();
        ThrowUnless((Results & ~ResultKinds.All) == 0, Results, "a combination of members of ResultKinds", nameof(Results));
        ThrowUnless(Enum.IsDefined(Audio), Audio, "a member of ResultAudio", nameof(Audio));
    }
}
