using Cascade.Cli.Archives.Sources;

namespace Cascade.Cli.Archives.Work;

/// <summary>Options of a worker.</summary>
internal sealed record WorkerOptions
{
    public required SourcePolicy Policy { get; init; }

    /// <summary>Files at a time.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Whether the worker ends when the queue is empty.</summary>
    public bool EndsWhenEmpty { get; init; }

    /// <summary>How long a file may make no progress.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How often a job is tried, other workers' tries included.</summary>
    public int MaximumTries { get; init; } = 3;

    /// <summary>The wait before the second try; each further one waits four times as long.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    public string Name { get; init; } = $"{Environment.MachineName}-{Environment.ProcessId}";
}
