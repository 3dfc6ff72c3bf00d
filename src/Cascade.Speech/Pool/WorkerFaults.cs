namespace Cascade.Speech.Pool;

/// <summary>The exceptions of a pool, each with what was expected, what was found, and what to do.</summary>
internal static class WorkerFaults
{
    public static SpeechWorkerException Full(int waiting) => new(
        SpeechWorkerFailure.Busy, $"The workers have no room for the job: {waiting} jobs wait. Try again later, raise {nameof(SpeechWorkerOptions.QueueLength)}, or use more workers.");

    public static SpeechWorkerException Waited(TimeSpan limit) => new(
        SpeechWorkerFailure.Busy, $"No worker became free within {limit.TotalSeconds:0.###} s. Try again later, or use more workers.");

    public static SpeechWorkerException TimedOut(TimeSpan limit) => new(
        SpeechWorkerFailure.TimedOut, $"The worker gave no result within {limit.TotalSeconds:0.###} s and was killed. Raise {nameof(SpeechWorkerOptions.JobTimeout)} for a recognizer that needs longer.");

    public static SpeechWorkerException OutOfMemory(long limit) => new(
        SpeechWorkerFailure.OutOfMemory, $"The worker used more than {limit / 1_000_000} MB and was killed. Raise {nameof(SpeechWorkerOptions.MemoryLimit)} for a larger model.");

    public static SpeechWorkerException Crashed(WorkerEnd end, int attempts) => new(
        SpeechWorkerFailure.Crashed,
        $"The worker {end.Describe()} while it ran the job{(attempts > 1 ? $", {attempts} times" : "")}. The log has the messages of the worker.",
        end.ExitCode);

    public static SpeechWorkerException Poison() => new(
        SpeechWorkerFailure.BadAudio, "This audio has crashed two workers before and is refused. Keep it for a report to the makers of the recognizer.");

    public static SpeechWorkerException Engine(string message) => new(SpeechWorkerFailure.EngineFailed, $"The engine in the worker failed. {message}");

    public static SpeechWorkerException Stopped() => new(SpeechWorkerFailure.Stopped, "The pool of workers was disposed before the job had ended.");
}
