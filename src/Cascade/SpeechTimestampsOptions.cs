namespace Cascade;

/// <summary>How <see cref="SpeechTimestamps"/> finds speech in the probabilities of a recording. The defaults are those of silero's <c>get_speech_timestamps</c>.</summary>
public sealed record SpeechTimestampsOptions : DetectionSettings
{
    /// <summary>Creates options with silero's defaults.</summary>
    public SpeechTimestampsOptions()
    {
        MinimumSpeech = TimeSpan.FromMilliseconds(250);
        MaximumSpeech = Timeout.InfiniteTimeSpan;
    }

    /// <inheritdoc/>
    /// <remarks>The default is at least 0.01: silero's offline function has a lower bound that its iterator lacks.</remarks>
    public override double EffectiveExitThreshold => ExitThreshold ?? Math.Max(Threshold - ExitDistance, 0.01);
}
