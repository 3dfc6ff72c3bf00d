namespace Cascade;

/// <summary>
/// A burst that was not longer than <see cref="DetectionSettings.MinimumSpeech"/> has ended. The range runs from the first frame of speech to the beginning of
/// the silence after it. Its frames follow as <see cref="AudioFrame"/>s.
/// </summary>
public sealed record SpeechDiscarded : CascadeResult
{
    /// <summary>Gets the raw start event.</summary>
    public required SpeechEvent Onset { get; init; }

    /// <summary>Gets the raw end event, or <see langword="null"/> where a flush ended the burst.</summary>
    public required SpeechEvent? Offset { get; init; }
}
