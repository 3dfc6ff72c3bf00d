namespace Cascade;

/// <summary>Where speech that reaches <see cref="DetectionSettings.MaximumSpeech"/> is cut. Source: silero's <c>use_max_poss_sil_at_max_speech</c>.</summary>
public enum MaximumSpeechCut
{
    /// <summary>At the longest silence inside the speech so far (the first of equals), silero's default.</summary>
    LongestSilence,

    /// <summary>At the last silence inside the speech so far.</summary>
    LastSilence,
}
