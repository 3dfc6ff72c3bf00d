namespace Cascade.Cli.Archives;

/// <summary>The end of a job: a result, or a dead letter.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Number">The file's place in the batch.</param>
/// <param name="Source">A path or an address.</param>
/// <param name="ResultKey">The key of the result; null for a dead letter.</param>
/// <param name="Fault">The reason of a dead letter; null for a result.</param>
/// <param name="Tries">How often the job was tried.</param>
/// <param name="Worker">The worker that ended the job.</param>
internal sealed record ArchiveOutcome(string Batch, int Number, string Source, string? ResultKey, string? Fault, int Tries, string Worker)
{
    public static ArchiveOutcome Done(ArchiveJob job, string resultKey, int tries, string worker) => new(job.Batch, job.Number, job.Source, resultKey, Fault: null, tries, worker);

    public static ArchiveOutcome Dead(ArchiveJob job, string fault, int tries, string worker) => new(job.Batch, job.Number, job.Source, ResultKey: null, fault, tries, worker);

    public string Id => $"{Batch}.{Number}";

    public bool IsDead => Fault is not null;
}
