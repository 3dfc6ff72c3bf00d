namespace Cascade;

/// <summary>A picture, a network or a program is not as a speaking face needs.</summary>
public sealed class AvatarException : CascadeException
{
    internal AvatarException(AvatarFailure reason, string message, string? expected = null, string? found = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Reason = reason;
        Expected = expected;
        Found = found;
    }

    /// <summary>Gets the reason.</summary>
    public AvatarFailure Reason { get; }

    /// <summary>Gets the content that was expected at the place that differs; <see langword="null"/> where the message says all.</summary>
    public string? Expected { get; }

    /// <summary>Gets the content that was found there; <see langword="null"/> where the message says all.</summary>
    public string? Found { get; }
}
