namespace Cascade.Speech.Pool;

/// <summary>How a job ended for its caller.</summary>
internal enum JobOutcome
{
    /// <summary>With its result.</summary>
    Done,

    /// <summary>With an error of the engine.</summary>
    Failed,

    /// <summary>Waited too long, or found no room.</summary>
    Busy,

    /// <summary>Ran too long.</summary>
    TimedOut,

    /// <summary>Its worker ended.</summary>
    Crashed,

    /// <summary>Its worker grew too large.</summary>
    OutOfMemory,

    /// <summary>Its caller canceled it.</summary>
    Canceled,

    /// <summary>The pool was disposed.</summary>
    Stopped,
}
