namespace Cascade;

/// <summary>The thresholds and durations that make speech out of probabilities: of a stream in <see cref="SpeechSettings"/>, of a whole recording in <see cref="SpeechTimestampsOptions"/>.</summary>
public abstract record DetectionSettings
{
    // Source: silero's VADIterator and get_speech_timestamps.
    private protected const double ExitDistance = 0.15;

    private protected DetectionSettings()
    {
    }

    /// <summary>Gets the probability from which a frame is speech. Default 0.5; more than 0, at most 1.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>
    /// Gets the probability below which a frame inside speech is silence. Default <see langword="null"/>, which means <see cref="Threshold"/> less 0.15 (in
    /// <see cref="SpeechTimestampsOptions"/> at least 0.01); otherwise 0 to <see cref="Threshold"/>.
    /// </summary>
    public double? ExitThreshold { get; init; }

    /// <summary>Gets the exit threshold that holds: <see cref="ExitThreshold"/>, or the default that <see cref="Threshold"/> gives.</summary>
    public abstract double EffectiveExitThreshold { get; }

    /// <summary>Gets the length of silence that ends speech. Default 100 ms; 0 to 1 hour.</summary>
    public TimeSpan MinimumSilence { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Gets the audio that a segment keeps before the onset (its pre-roll) and after the beginning of the silence that ends it. Default 30 ms; 0 to 10 s. The segment ends earlier where the
    /// pad would reach the neighbouring segment, the beginning of the stream, or audio that has not been received.
    /// </summary>
    public TimeSpan SpeechPad { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>Gets the length up to which speech, pads not counted, is discarded. Default 0 in streams, which keeps every burst, and 250 ms in <see cref="SpeechTimestampsOptions"/>; 0 to 1 hour.</summary>
    public TimeSpan MinimumSpeech { get; init; }

    /// <summary>
    /// Gets the length, pads counted, at which speech is cut, so that the memory of a stream stays bounded; consecutive parts continue each other. A flush may add up to one frame.
    /// Default 60 s in streams and no limit in <see cref="SpeechTimestampsOptions"/>; from twice <see cref="SpeechPad"/> plus 64 ms to 1 hour, or <see cref="Timeout.InfiniteTimeSpan"/> for
    /// no limit.
    /// </summary>
    public TimeSpan MaximumSpeech { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the length above which a silence is a candidate for the cut at <see cref="MaximumSpeech"/>. Default 98 ms; 0 to 1 hour.</summary>
    public TimeSpan MinimumSilenceAtMaximumSpeech { get; init; } = TimeSpan.FromMilliseconds(98);

    /// <summary>Gets the rule that chooses among the candidates. Default the longest silence. Without a candidate the cut is at the maximum.</summary>
    public MaximumSpeechCut MaximumSpeechCut { get; init; }

    /// <summary>Checks every value against its legal range. Processors do so when they are made or updated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its legal range; the message names the range and the value.</exception>
    public virtual void Validate()
    {
        TimeSpan hour = TimeSpan.FromHours(1);
        ThrowUnless(Threshold is > 0 and <= 1, Threshold, "more than 0 and at most 1", nameof(Threshold));
        ThrowUnless(ExitThreshold is null || (ExitThreshold >= 0 && ExitThreshold <= Threshold), ExitThreshold, "from 0 to Threshold", nameof(ExitThreshold));
        ThrowUnless(IsWithin(MinimumSilence, hour), MinimumSilence, "from 0 to 1 hour", nameof(MinimumSilence));
        ThrowUnless(IsWithin(SpeechPad, TimeSpan.FromSeconds(10)), SpeechPad, "from 0 to 10 seconds", nameof(SpeechPad));
        ThrowUnless(IsWithin(MinimumSpeech, hour), MinimumSpeech, "from 0 to 1 hour", nameof(MinimumSpeech));
        TimeSpan shortest = (2 * SpeechPad) + TimeSpan.FromMilliseconds(64);
        ThrowUnless(
            MaximumSpeech == Timeout.InfiniteTimeSpan || (MaximumSpeech >= shortest && MaximumSpeech <= hour),
            MaximumSpeech,
            $"Timeout.InfiniteTimeSpan, or from {shortest} (twice SpeechPad and two frames) to 1 hour",
            nameof(MaximumSpeech));
        ThrowUnless(IsWithin(MinimumSilenceAtMaximumSpeech, hour), MinimumSilenceAtMaximumSpeech, "from 0 to 1 hour", nameof(MinimumSilenceAtMaximumSpeech));
        ThrowUnless(MaximumSpeechCut is MaximumSpeechCut.LongestSilence or MaximumSpeechCut.LastSilence, MaximumSpeechCut, "a member of MaximumSpeechCut", nameof(MaximumSpeechCut));
    }

    private protected static bool IsWithin(TimeSpan value, TimeSpan maximum) => value >= TimeSpan.Zero && value <= maximum;

    internal static void ThrowUnless(bool isLegal, object? value, string expected, string name)
    {
        if (!isLegal)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {expected}.");
        }
    }
}
