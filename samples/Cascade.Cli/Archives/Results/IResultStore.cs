namespace Cascade.Cli.Archives.Results;

/// <summary>Results by key. A result that is added again changes nothing.</summary>
internal interface IResultStore : IAsyncDisposable
{
    Task<bool> ContainsAsync(string key, CancellationToken cancellationToken);

    /// <param name="key">The content and the task.</param>
    /// <param name="document">JSON.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task AddAsync(string key, ReadOnlyMemory<byte> document, CancellationToken cancellationToken);

    /// <summary>Notes the end of a job, where the store has a place for that.</summary>
    Task NoteAsync(ArchiveOutcome outcome, CancellationToken cancellationToken);

    /// <returns>JSON, or null.</returns>
    Task<byte[]?> FindAsync(string key, CancellationToken cancellationToken);
}
