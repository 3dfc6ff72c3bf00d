namespace Cascade.Hosting.Wire;

/// <summary>All options of a session as they hold.</summary>
internal sealed record EffectiveOptions
{
    public required double Threshold { get; init; }

    public required double ExitThreshold { get; init; }

    public required double MinimumSilenceMs { get; init; }

    public required double SpeechPadMs { get; init; }

    public required double MinimumSpeechMs { get; init; }

    public required double MaximumSpeechMs { get; init; }

    public static EffectiveOptions Of(SpeechSettings settings) => new()
    {
        Threshold = settings.Threshold,
        ExitThreshold = Math.Round(settings.EffectiveExitThreshold, 12), // 0.9 less 0.15 is 0.75 to people
        MinimumSilenceMs = settings.MinimumSilence.TotalMilliseconds,
        SpeechPadMs = settings.SpeechPad.TotalMilliseconds,
        MinimumSpeechMs = settings.MinimumSpeech.TotalMilliseconds,
        MaximumSpeechMs = settings.MaximumSpeech.TotalMilliseconds,
    };
}
