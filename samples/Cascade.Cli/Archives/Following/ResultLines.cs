using System.Text.Json;
using Cascade.Cli.Archives.Results;

namespace Cascade.Cli.Archives.Following;

/// <summary>Writes the end of each job as a line of JSON: the file, how it went, and the result or the fault.</summary>
internal sealed class ResultLines(Stream output, IResultStore results) : IAsyncDisposable
{
    /// <exception cref="InvalidDataException">The result is not in the store.</exception>
    public async Task WriteAsync(ArchiveOutcome outcome, CancellationToken cancellationToken)
    {
        byte[]? document = outcome.ResultKey is null ? null
            : await results.FindAsync(outcome.ResultKey, cancellationToken)
                ?? throw new InvalidDataException($"The result of '{outcome.Source}' is not in this store: expected the key {outcome.ResultKey}. Give the --postgres that the workers have.");
        await using (Utf8JsonWriter json = new(output))
        {
            json.WriteStartObject();
            json.WriteString("file", outcome.Source);
            json.WriteString("batch", outcome.Batch);
            json.WriteNumber("number", outcome.Number);
            json.WriteNumber("tries", outcome.Tries);
            json.WriteString("worker", outcome.Worker);
            if (document is null)
            {
                json.WriteString("fault", outcome.Fault);
            }
            else
            {
                json.WriteString("key", outcome.ResultKey);
                json.WritePropertyName("result");
                json.WriteRawValue(document);
            }

            json.WriteEndObject();
        }

        output.Write("\n"u8);
        await output.FlushAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => output.DisposeAsync();

    /// <summary>Opens a file, or standard output for <c>-</c>.</summary>
    public static Stream Open(string path) => path == "-" ? StandardStreams.OpenOutput() : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
}
