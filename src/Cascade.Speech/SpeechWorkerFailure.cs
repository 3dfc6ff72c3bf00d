namespace Cascade;

/// <summary>The reason for which a worker gave no result.</summary>
public enum SpeechWorkerFailure
{
    /// <summary>The queue was full, or the job had waited for as long as it may. Nothing was tried: send it later, or to another pool.</summary>
    Busy,

    /// <summary>The job ran for longer than it may. The worker was killed, because a native call can't be canceled.</summary>
    TimedOut,

    /// <summary>The worker ended while it ran the job, and so did the one that tried again.</summary>
    Crashed,

    /// <summary>The worker grew beyond <see cref="SpeechWorkerOptions.MemoryLimit"/> while it ran the job, and was killed.</summary>
    OutOfMemory,

    /// <summary>The audio is empty or too short, too long, or has crashed workers before: it is refused before a worker sees it.</summary>
    BadAudio,

    /// <summary>The engine can't be created, or reported an error on the job. Examples are a missing model, a grammar that does not compile, an exception of a hosted client.</summary>
    EngineFailed,

    /// <summary>The pool was disposed while the job waited or ran.</summary>
    Stopped,
}
