namespace Cascade;

/// <summary>Why a segment ended.</summary>
public enum SegmentEnd
{
    /// <summary>Silence lasted for <see cref="DetectionSettings.MinimumSilence"/>.</summary>
    Silence,

    /// <summary>The segment reached <see cref="DetectionSettings.MaximumSpeech"/>; the next segment continues it.</summary>
    MaximumSpeech,

    /// <summary>The stream was flushed or its source ended while speech was open.</summary>
    Flush,

    /// <summary>No audio arrived for <see cref="StreamProcessorOptions.InputTimeout"/> while speech was open.</summary>
    InputStalled,
}
