namespace Cascade;

/// <summary>A pool of worker processes has no result for a job.</summary>
public sealed class SpeechWorkerException : CascadeException
{
    internal SpeechWorkerException(SpeechWorkerFailure reason, string message, int? exitCode = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Reason = reason;
        ExitCode = exitCode;
    }

    /// <summary>Gets the reason.</summary>
    public SpeechWorkerFailure Reason { get; }

    /// <summary>Gets the exit code of a worker that crashed, where the system tells. The code is 128 and the number of the signal for one that a signal ended.</summary>
    public int? ExitCode { get; }
}
