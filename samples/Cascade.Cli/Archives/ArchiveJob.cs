namespace Cascade.Cli.Archives;

/// <summary>One file of a batch, as it stands in the queue.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Number">The file's place in the batch, from 0.</param>
/// <param name="Source">A path or an address.</param>
/// <param name="Task">The work.</param>
/// <param name="Tries">Tries before the job was put into the queue again.</param>
internal sealed record ArchiveJob(string Batch, int Number, string Source, ArchiveTask Task, int Tries = 0)
{
    /// <summary>The name under which the outcome is kept.</summary>
    public string Id => $"{Batch}.{Number}";
}
