namespace Cascade.Hosting.Wire;

/// <summary>All options of a session as they hold.</summary>
internal sealed record EffectiveOptions
{
    // That of StreamProcessorOptions.
    private const double ExitDistance = 0.15;

    public required double Threshold { get; init; }

    public required double ExitThreshold { get; init; }

    public required double MinimumSilenceMs { get; init; }

    public required double SpeechPadMs { get; init; }

    public required double MinimumSpeechMs { get; init; }

    public required double MaximumSpeechMs { get; init; }

    public static EffectiveOptions Of(StreamProcessorOptions options) => new()
    {
        Threshold = options.Threshold,
        ExitThreshold = options.ExitThreshold ?? Math.Round(options.Threshold - ExitDistance, 12),
        MinimumSilenceMs = options.MinimumSilence.TotalMilliseconds,
        SpeechPadMs = options.SpeechPad.TotalMilliseconds,
        MinimumSpeechMs = options.MinimumSpeech.TotalMilliseconds,
        MaximumSpeechMs = options.MaximumSpeech.TotalMilliseconds,
    };
}
