namespace Cascade.Framing;

/// <summary>What waiting for a source came to.</summary>
internal enum SourceRead
{
    /// <summary>It gave a chunk.</summary>
    Chunk,

    /// <summary>It gave nothing for as long as it was given; it is still being asked.</summary>
    Stalled,

    /// <summary>It has ended.</summary>
    End,
}
