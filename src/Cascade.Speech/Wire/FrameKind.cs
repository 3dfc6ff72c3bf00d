namespace Cascade.Speech.Wire;

/// <summary>The kinds of frame between a host and its worker.</summary>
internal enum FrameKind : byte
{
    /// <summary>To the worker, once: the engine to make, a <see cref="WorkerSetup"/>.</summary>
    Setup = 1,

    /// <summary>To the worker: a job. Its payload is a <see cref="JobPayload"/>.</summary>
    Job,

    /// <summary>To the worker: the job's result is no longer wanted.</summary>
    Cancel,

    /// <summary>To the worker: answer with <see cref="Pong"/>.</summary>
    Ping,

    /// <summary>From the worker: the engine is ready.</summary>
    Ready,

    /// <summary>From the worker: a part of a result, a <see cref="ResultPart"/>.</summary>
    Part,

    /// <summary>From the worker: audio, PCM16 mono.</summary>
    Audio,

    /// <summary>From the worker: the job is done.</summary>
    Done,

    /// <summary>From the worker: the job, or the setup, failed; the payload is the message in UTF-8.</summary>
    Failed,

    /// <summary>From the worker: the answer to <see cref="Ping"/>.</summary>
    Pong,
}
