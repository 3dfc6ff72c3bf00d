namespace Cascade.Inference;

/// <summary>An engine failed on a frame. The caller of the engine knows which frame, and throws <see cref="InferenceException"/> with the cause.</summary>
/// <param name="message">The message of the engine.</param>
/// <param name="innerException">The engine's own exception.</param>
internal sealed class EngineFaultException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The engine's own exception, or this one where there is none.</summary>
    public Exception Cause => InnerException ?? this;
}
