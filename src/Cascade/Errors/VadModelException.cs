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

    /// <summary>The model's name: its file's path, or what it was called when it was made from bytes.</summary>
    public string Model { get; }

    /// <summary>What a Silero network has at the place that differs.</summary>
    public string? Expected { get; }

    /// <summary>What this model has there.</summary>
    public string? Found { get; }
}
