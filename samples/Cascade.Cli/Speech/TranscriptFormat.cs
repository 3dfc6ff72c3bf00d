namespace Cascade.Cli.Speech;

/// <summary>How a transcript is written.</summary>
internal enum TranscriptFormat
{
    /// <summary>A line an utterance.</summary>
    Text,

    /// <summary>SubRip subtitles.</summary>
    Srt,

    /// <summary>WebVTT subtitles.</summary>
    WebVtt,

    /// <summary>A JSON document per file, each on a line of its own.</summary>
    Json,
}
