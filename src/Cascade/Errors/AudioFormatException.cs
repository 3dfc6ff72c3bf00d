namespace Cascade;

/// <summary>Audio is not in a form that can be read.</summary>
public sealed class AudioFormatException : CascadeException
{
    internal AudioFormatException(string message, string? path = null, string? expected = null, string? found = null, Exception? innerException = null)
        : base(path is null ? message : $"'{path}': {message}", innerException)
    {
        Path = path;
        Expected = expected;
        Found = found;
    }

    /// <summary>Gets the path of the file; <see langword="null"/> if there is none.</summary>
    public string? Path { get; }

    /// <summary>Gets the content that was expected.</summary>
    public string? Expected { get; }

    /// <summary>Gets the content that was found instead.</summary>
    public string? Found { get; }
}
