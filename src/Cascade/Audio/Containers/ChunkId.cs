namespace Cascade.Audio.Containers;

/// <summary>The chunks that are looked at, by their four letters read as a big-endian number.</summary>
internal static class ChunkId
{
    /// <summary>"fmt "</summary>
    public const uint Format = 0x666D7420;

    /// <summary>"data"</summary>
    public const uint Data = 0x64617461;

    /// <summary>"ds64"</summary>
    public const uint Sizes64 = 0x64733634;
}
