namespace Cascade.Speech.Pool;

/// <summary>The news of a worker about the job that it runs.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Message">The engine's message, of a job that failed.</param>
internal readonly record struct JobEnd(JobEndKind Kind, string? Message = null);
