namespace Cascade;

/// <summary>How <see cref="SpeechTimestamps"/> finds speech. The defaults are those of silero's <c>get_speech_timestamps</c>.</summary>
public sealed record SpeechTimestampsOptions : VadOptions
{
    /// <summary>Silero's defaults.</summary>
    public SpeechTimestampsOptions()
    {
        MinimumSpeech = TimeSpan.FromMilliseconds(250);
        MaximumSpeech = Timeout.InfiniteTimeSpan;
    }

    // Silero's offline function has a lower bound that its iterator lacks.
    internal override double DefaultExitThreshold => Math.Max(Threshold - ExitDistance, 0.01);
}
