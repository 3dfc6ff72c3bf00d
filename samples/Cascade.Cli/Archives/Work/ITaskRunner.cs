namespace Cascade.Cli.Archives.Work;

/// <summary>Does one task on one file after the other, several at a time, with whatever it keeps warm in between.</summary>
internal interface ITaskRunner : IAsyncDisposable
{
    /// <returns>The result as JSON, without the file's name.</returns>
    Task<byte[]> RunAsync(string path, FileProgress progress, CancellationToken cancellationToken);
}
