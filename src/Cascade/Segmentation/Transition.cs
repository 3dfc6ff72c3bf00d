namespace Cascade.Segmentation;

/// <summary>The change that a frame made in the <see cref="SpeechDetector"/>.</summary>
internal enum Transition
{
    /// <summary>Nothing that matters to segments.</summary>
    None,

    /// <summary>Speech has begun with this frame.</summary>
    Onset,

    /// <summary>Speech goes on with this frame after a silence that began at <see cref="SpeechDetector.SilenceStart"/>.</summary>
    Resumed,

    /// <summary>Speech has ended where the silence began, at <see cref="SpeechDetector.SilenceStart"/>.</summary>
    Offset,
}
