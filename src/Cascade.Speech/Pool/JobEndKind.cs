namespace Cascade.Speech.Pool;

/// <summary>How a job ended in a worker.</summary>
internal enum JobEndKind
{
    /// <summary>It has its result.</summary>
    Done,

    /// <summary>The engine reported an error. The worker goes on.</summary>
    Failed,

    /// <summary>The worker has ended.</summary>
    WorkerEnded,

    /// <summary>It ran for too long.</summary>
    TimedOut,

    /// <summary>The worker grew too large.</summary>
    OutOfMemory,
}
