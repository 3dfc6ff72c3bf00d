namespace Cascade;

/// <summary>A model's bytes are not a Silero network that an engine can run.</summary>
public sealed class VadModelException : CascadeException
{
    internal VadModelException(string message, string model, string? expected = null, string? found = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Model = model;
        Expected = expected;
        Found = found;
    }

    /// <summary>Gets the model's name: the path of its file, or the name that the caller gave with its bytes.</summary>
    public string Model { get; }

    /// <summary>Gets the content of a Silero network at the place that differs.</summary>
    public string? Expected { get; }

    /// <summary>Gets the content of this model at the place that differs.</summary>
    public string? Found { get; }
}
