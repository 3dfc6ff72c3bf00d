using System.Text.Json.Serialization;

namespace Cascade.Cli.Archives;

/// <summary>Kinds of work on a file.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TaskKind>))]
internal enum TaskKind
{
    /// <summary>Finds speech.</summary>
    Detect,

    /// <summary>Writes speech as text.</summary>
    Transcribe,
}
