namespace Cascade.Speech.Pool;

/// <summary>How a worker process ended.</summary>
/// <param name="ExitCode">Its exit code, where the system tells.</param>
/// <param name="HasClosedPipe">Whether it closed its pipe and lived on.</param>
internal sealed record WorkerEnd(int? ExitCode, bool HasClosedPipe)
{
    public string Describe() => HasClosedPipe ? "closed its pipe" : ExitCode is { } code ? $"ended with exit code {code}" : "ended";
}
