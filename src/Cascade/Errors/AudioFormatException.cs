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

    /// <summary>The file, where there is one.</summary>
    public string? Path { get; }

    /// <summary>What would have been read.</summary>
    public string? Expected { get; }

    /// <summary>What was there instead.</summary>
    public string? Found { get; }
}
