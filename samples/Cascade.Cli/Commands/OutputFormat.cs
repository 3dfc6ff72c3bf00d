namespace Cascade.Cli.Commands;

/// <summary>What is written to standard output.</summary>
internal enum OutputFormat
{
    /// <summary>A table for people.</summary>
    Table,

    /// <summary>A JSON document per file, each on a line of its own.</summary>
    Json,

    /// <summary>Comma-separated values with a heading.</summary>
    Csv,

    /// <summary>SubRip subtitles.</summary>
    Srt,

    /// <summary>WebVTT subtitles.</summary>
    WebVtt,

    /// <summary>Rich Transcription Time Marked, as diarization tools read and write it.</summary>
    Rttm,

    /// <summary>A label track for Audacity.</summary>
    Audacity,
}
