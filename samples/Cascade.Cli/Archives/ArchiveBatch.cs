namespace Cascade.Cli.Archives;

/// <summary>Files that were submitted together.</summary>
/// <param name="Id">The batch's name.</param>
/// <param name="Total">The number of files; null while they are being submitted.</param>
/// <param name="Task">The work on each.</param>
/// <param name="SubmittedAt">When the submission began.</param>
internal sealed record ArchiveBatch(string Id, int? Total, ArchiveTask Task, DateTimeOffset SubmittedAt);
