namespace Cascade;

/// <summary>Bytes are not a snapshot of a stream, are damaged, or do not fit the options that they are to be restored with. Nothing has been restored.</summary>
public sealed class SnapshotException : CascadeException
{
    internal SnapshotException(string message, string expected, string found)
        : base(message)
    {
        Expected = expected;
        Found = found;
    }

    /// <summary>Gets the content that was expected.</summary>
    public string Expected { get; }

    /// <summary>Gets the content that was found instead.</summary>
    public string Found { get; }
}
