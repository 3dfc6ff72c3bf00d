namespace Cascade;

/// <summary>The world's fault, not the caller's: a broken model, a missing library, unusable audio, a failed inference.</summary>
public abstract class CascadeException : Exception
{
    private protected CascadeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
