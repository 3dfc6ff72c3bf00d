namespace Cascade.Segmentation;

/// <summary>The options that shape events and segments, checked and in samples.</summary>
internal sealed record SegmentationSettings
{
    public SegmentationSettings(DetectionSettings options)
    {
        Threshold = options.Threshold;
        ExitThreshold = options.EffectiveExitThreshold;
        MinimumSilence = SampleClock.ToSamplesRoundedUp(options.MinimumSilence);
        Pad = SampleClock.ToSamples(options.SpeechPad);
        MinimumSpeech = SampleClock.ToSamples(options.MinimumSpeech);
        MaximumSpeech = options.MaximumSpeech == Timeout.InfiniteTimeSpan ? long.MaxValue : SampleClock.ToSamples(options.MaximumSpeech);
        MinimumSilenceAtMaximum = SampleClock.ToSamples(options.MinimumSilenceAtMaximumSpeech);
        Cut = options.MaximumSpeechCut;
        StartConfirmation = options is SpeechSettings stream ? SampleClock.ToSamplesRoundedUp(stream.StartConfirmation) : 0;
    }

    public double Threshold { get; }

    public double ExitThreshold { get; }

    public long MinimumSilence { get; }

    public long Pad { get; }

    public long MinimumSpeech { get; }

    public long MaximumSpeech { get; }

    public long MinimumSilenceAtMaximum { get; }

    public MaximumSpeechCut Cut { get; }

    public long StartConfirmation { get; }
}
