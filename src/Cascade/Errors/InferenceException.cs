namespace Cascade;

/// <summary>
/// The engine failed on a frame. The frame and everything after it are kept: the next call tries the frame again, and results from before it are delivered then.
/// </summary>
public sealed class InferenceException : CascadeException
{
    internal InferenceException(string message, long frame, long sample, Exception innerException)
        : base(message, innerException)
    {
        Frame = frame;
        Sample = sample;
    }

    /// <summary>The number of frames inferred before the one that failed.</summary>
    public long Frame { get; }

    /// <summary>The position of the first sample of the frame that failed.</summary>
    public long Sample { get; }
}
