namespace Cascade;

/// <summary>Selects which kinds of <see cref="CascadeResult"/> a processor emits.</summary>
[Flags]
public enum ResultKinds
{
    /// <summary>Nothing is emitted; statistics still count.</summary>
    None = 0,

    /// <summary>An <see cref="AudioFrame"/> for every frame that is not wholly inside speech segments.</summary>
    Frames = 1,

    /// <summary>A <see cref="SpeechSegment"/> when speech ends, with its audio.</summary>
    Segments = 2,

    /// <summary>A <see cref="Cascade.SpeechStarted"/> at the frame in which speech begins, for barge-in.</summary>
    SpeechStarted = 4,

    /// <summary>A <see cref="Cascade.SpeechEnded"/> at the frame in which speech is known to have ended.</summary>
    SpeechEnded = 8,

    /// <summary>A <see cref="Cascade.SpeechProgress"/> for every frame while speech is open.</summary>
    SpeechProgress = 16,

    /// <summary>A <see cref="Cascade.SpeechDiscarded"/> for a burst that was not longer than the minimum.</summary>
    SpeechDiscarded = 32,

    /// <summary>A <see cref="FrameProbability"/> for every frame, exactly once.</summary>
    Probabilities = 64,

    /// <summary>Frames and segments: together they cover the stream.</summary>
    Default = Frames | Segments,

    /// <summary>Every kind.</summary>
    All = Frames | Segments | SpeechStarted | SpeechEnded | SpeechProgress | SpeechDiscarded | Probabilities,
}
