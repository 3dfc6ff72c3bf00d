namespace Cascade;

/// <summary>What can be done with a <see cref="StreamProcessor"/>.</summary>
public enum ProcessorState
{
    /// <summary>It takes audio: it is new, or the call before ended well, was canceled, or failed in a way that lost nothing.</summary>
    Usable,

    /// <summary>
    /// Something that is neither the engine's nor the source's fault, such as exhausted memory, interrupted the processing of a frame, and what it left half done is not known. What
    /// was known before can still be read; then the processor is reset. Other calls throw <see cref="InvalidOperationException"/>.
    /// </summary>
    MustBeReset,

    /// <summary>It has been disposed.</summary>
    Disposed,
}
