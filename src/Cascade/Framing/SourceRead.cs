namespace Cascade.Framing;

/// <summary>The outcome of waiting for a source.</summary>
internal enum SourceRead
{
    /// <summary>It gave a chunk.</summary>
    Chunk,

    /// <summary>It gave nothing for as long as it was given; it is still being asked.</summary>
    Stalled,

    /// <summary>It has ended.</summary>
    End,
}
