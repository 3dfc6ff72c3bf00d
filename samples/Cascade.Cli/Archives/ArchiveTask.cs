using System.Security.Cryptography;
using System.Text.Json;

namespace Cascade.Cli.Archives;

/// <summary>The work on each file of a batch.</summary>
/// <param name="Kind">Detection or recognition.</param>
/// <param name="Arguments">Options of <c>detect</c> or <c>transcribe</c>, in the order of their declaration.</param>
/// <param name="Grammar">The text of a grammar for the recognizer, or null.</param>
internal sealed record ArchiveTask(TaskKind Kind, string[] Arguments, string? Grammar = null)
{
    private static readonly string Version = typeof(ArchiveTask).Assembly.GetName().Version!.ToString(3);

    /// <summary>Gets a short name for the task with this version of the program: equal tasks have equal names.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes((object?[])[Version, $"{Kind}", Arguments, Grammar])).AsSpan(0, 16));
}
