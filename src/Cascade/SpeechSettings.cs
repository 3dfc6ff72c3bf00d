namespace Cascade;

/// <summary>
/// Everything that <see cref="StreamProcessor.Update"/> may change while a stream lives: thresholds, durations and the kinds of result. The defaults are those of silero's <c>VADIterator</c>.
/// </summary>
public sealed record SpeechSettings : DetectionSettings
{
    /// <summary>
    /// Gets settings for conversation. Pauses of up to half a second stay inside a segment. A segment keeps 300 ms of margin at both ends. Bursts of up to 250 ms are discarded.
    /// </summary>
    public static SpeechSettings Conversation { get; } = new()
    {
        MinimumSilence = TimeSpan.FromMilliseconds(500),
        SpeechPad = TimeSpan.FromMilliseconds(300),
        MinimumSpeech = TimeSpan.FromMilliseconds(250),
    };

    /// <summary>Gets the kinds of result that are emitted. Default frames and segments.</summary>
    public ResultKinds Results { get; init; } = ResultKinds.Default;

    /// <summary>
    /// Gets how much speech confirms a start: <see cref="SpeechStarted"/> is emitted when frames that are not silence have lasted this long since the onset. A burst that ends before is
    /// discarded. The audio from the onset on is kept. Default 0, which confirms at once, as silero does; 0 to 10 s.
    /// </summary>
    /// <remarks>Music and tones give short bursts of speech frames. 100 ms or so keep such bursts from interrupting a machine that speaks.</remarks>
    public TimeSpan StartConfirmation { get; init; }

    /// <inheritdoc/>
    /// <remarks>The default has no lower bound, like silero's iterator.</remarks>
    public override double EffectiveExitThreshold => ExitThreshold ?? Threshold - ExitDistance;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ThrowUnless((Results & ~ResultKinds.All) == 0, Results, "a combination of members of ResultKinds", nameof(Results));
        ThrowUnless(IsWithin(StartConfirmation, TimeSpan.FromSeconds(10)), StartConfirmation, "from 0 to 10 seconds", nameof(StartConfirmation));
    }
}
