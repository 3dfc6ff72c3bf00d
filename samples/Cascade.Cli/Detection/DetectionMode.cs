namespace Cascade.Cli.Detection;

/// <summary>Which of the library's two answers is given.</summary>
internal enum DetectionMode
{
    /// <summary>The answer of a <see cref="StreamProcessor"/>: events as silero's <c>VADIterator</c> gives them, and the segments made of them.</summary>
    Stream,

    /// <summary>The answer of <see cref="SpeechTimestamps"/>: silero's <c>get_speech_timestamps</c>.</summary>
    Offline,
}
