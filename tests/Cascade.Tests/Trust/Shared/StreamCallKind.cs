namespace Cascade.Tests.Trust;

/// <summary>What a random sequence of calls is made of.</summary>
internal enum StreamCallKind
{
    /// <summary>A chunk of bytes, possibly empty.</summary>
    Chunk,

    /// <summary>A source of a few chunks, enumerated to its end.</summary>
    Source,

    /// <summary>A source of a few chunks, left by its consumer.</summary>
    SourceLeft,

    /// <summary>A source that throws in place of its last chunk.</summary>
    SourceThrows,

    /// <summary>A flush.</summary>
    Flush,

    /// <summary>A change of options.</summary>
    Update,

    /// <summary>A reset.</summary>
    Reset,

    /// <summary>A chunk, and a second call while it is processed.</summary>
    Twice,

    /// <summary>Disposal, after which every call is refused.</summary>
    Dispose,
}
