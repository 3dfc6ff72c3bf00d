namespace Cascade;

/// <summary>The counts of a pool of workers.</summary>
public sealed record SpeechWorkerStats
{
    /// <summary>Gets the number of workers that are ready or run a job.</summary>
    public required int Ready { get; init; }

    /// <summary>Gets the number of jobs that wait or run.</summary>
    public required int Pending { get; init; }

    /// <summary>Gets the number of jobs that wait.</summary>
    public required int Waiting { get; init; }

    /// <summary>Gets the number of jobs that were refused: no room, audio that crashes workers, or no worker.</summary>
    public required long Refused { get; init; }

    /// <summary>Gets the number of workers that have ended without being asked to.</summary>
    public required long Restarts { get; init; }

    /// <summary>Gets the number of workers that have ended so in the last minute.</summary>
    public required int RecentRestarts { get; init; }

    /// <summary>Gets the number of sessions that have a context.</summary>
    public required int Sessions { get; init; }

    /// <summary>Gets the resident memory of all workers in bytes.</summary>
    public required long Memory { get; init; }

    /// <summary>Gets whether workers are there, or nobody has asked for one, and fewer than five have ended in the last minute.</summary>
    public required bool IsHealthy { get; init; }
}
