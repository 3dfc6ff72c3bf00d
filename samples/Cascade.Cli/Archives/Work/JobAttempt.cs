using Cascade.Cli.Archives.Results;
using Cascade.Cli.Archives.Sources;

namespace Cascade.Cli.Archives.Work;

/// <summary>One try of a job: source, key, result.</summary>
internal sealed class JobAttempt(SourceReader sources, RunnerPool runners, IResultStore results)
{
    private const string PathKey = "path";

    /// <returns>The key of the result, which is now in the store.</returns>
    public async Task<string> RunAsync(ArchiveJob job, FileProgress progress, CancellationToken cancellationToken)
    {
        using SourceFile file = await sources.OpenAsync(job.Source, cancellationToken);
        try
        {
            return await RunAsync(job, file, progress, cancellationToken);
        }
        catch (Exception fault)
        {
            fault.Data[PathKey] = file.Path;
            throw;
        }
    }

    /// <summary>Whether another try would end in the same way.</summary>
    public static bool IsLasting(Exception fault) => fault is SourceRefusedException or AudioFormatException or InvalidDataException or ArgumentException;

    /// <summary>Gets a fault's words without the path, which the job names, or which is that of a download.</summary>
    public static string Explain(Exception fault)
    {
        string message = fault.Message.ReplaceLineEndings(" ");
        return fault.Data[PathKey] is string path ? message.Replace($"'{path}': ", "", StringComparison.Ordinal).Replace(path, "the file", StringComparison.Ordinal) : message;
    }

    private async Task<string> RunAsync(ArchiveJob job, SourceFile file, FileProgress progress, CancellationToken cancellationToken)
    {
        string key = $"{await file.HashAsync(cancellationToken)}.{job.Task.Fingerprint()}";
        if (await results.ContainsAsync(key, cancellationToken))
        {
            return key;
        }

        byte[] document = await runners.RunAsync(job.Task, file.Path, progress, cancellationToken);
        file.EnsureUnchanged();
        await results.AddAsync(key, document, cancellationToken);
        return key;
    }
}
