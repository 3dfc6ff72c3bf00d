namespace Cascade;

/// <summary>The world's fault, not the caller's: a broken model, a missing library, unusable audio, a failed inference.</summary>
public abstract class CascadeException : Exception
{
    /// <summary>Initializes the base of an exception: packages that build on Cascade derive theirs from it.</summary>
    /// <param name="message">The fault: what was expected, what was found, and what to do.</param>
    /// <param name="innerException">The cause, if another exception is one.</param>
    protected CascadeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
