namespace Cascade;

/// <summary>The calls that are possible on a <see cref="StreamProcessor"/>.</summary>
public enum ProcessorState
{
    /// <summary>It takes audio: it is new, or the call before ended well, was canceled, or failed in a way that lost nothing.</summary>
    Usable,

    /// <summary>
    /// A fault of neither the engine nor the source, such as exhausted memory, interrupted the processing of a frame. The state of that frame is not known. Results that
    /// were known before can still be read; then the processor is reset. Other calls throw <see cref="InvalidOperationException"/>.
    /// </summary>
    MustBeReset,

    /// <summary>It has been disposed.</summary>
    Disposed,
}
