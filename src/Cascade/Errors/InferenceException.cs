namespace Cascade;

/// <summary>
/// The engine failed on a frame; the inner exception is the engine's own. A <see cref="StreamProcessor"/> keeps the frame and everything after it: the next call tries the frame again,
/// and results from before it are delivered then.
/// </summary>
public sealed class InferenceException : CascadeException
{
    internal InferenceException(string message, long frame, long sample, Exception innerException)
        : base(message, innerException)
    {
        Frame = frame;
        Sample = sample;
    }

    /// <summary>Gets the number of frames inferred before the one that failed.</summary>
    public long Frame { get; }

    /// <summary>Gets the position of the first sample of the frame that failed.</summary>
    public long Sample { get; }
}
