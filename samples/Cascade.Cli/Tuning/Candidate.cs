namespace Cascade.Cli.Tuning;

/// <summary>Settings to try.</summary>
internal sealed record Candidate(double Threshold, double ExitThreshold, int SilenceMs, int PadMs)
{
    /// <summary>What <c>detect</c> does without options.</summary>
    public static Candidate Default { get; } = new(0.5, 0.35, 100, 30);

    /// <summary>How far it is from the defaults: among settings that do equally well, the nearest are the least fitted to the recording.</summary>
    public double Distance =>
        (Math.Abs(Threshold - Default.Threshold) / 0.1)
        + (Math.Abs(Threshold - ExitThreshold - (Default.Threshold - Default.ExitThreshold)) / 0.1)
        + Math.Abs(Math.Log2((double)SilenceMs / Default.SilenceMs))
        + (Math.Abs(PadMs - Default.PadMs) / 50.0);

    /// <summary>The options of <c>detect</c> that say it.</summary>
    public string Arguments => $"--threshold {Threshold:0.##} --exit-threshold {ExitThreshold:0.##} --min-silence-ms {SilenceMs} --pad-ms {PadMs}";

    public SpeechTimestampsOptions ToOptions(TimeSpan minimumSpeech) => new()
    {
        Threshold = Threshold,
        ExitThreshold = ExitThreshold,
        MinimumSilence = TimeSpan.FromMilliseconds(SilenceMs),
        SpeechPad = TimeSpan.FromMilliseconds(PadMs),
        MinimumSpeech = minimumSpeech,
    };
}
