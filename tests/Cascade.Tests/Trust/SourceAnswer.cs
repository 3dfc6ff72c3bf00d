namespace Cascade.Tests.Trust;

/// <summary>What a source gives when it is asked.</summary>
public enum SourceAnswer
{
    /// <summary>A chunk.</summary>
    Chunk,

    /// <summary>Its end.</summary>
    End,

    /// <summary>Word that it was told to end.</summary>
    Canceled,

    /// <summary>An exception.</summary>
    Fault,
}
