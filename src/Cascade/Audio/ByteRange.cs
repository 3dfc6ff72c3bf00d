namespace Cascade.Audio;

/// <summary>Bytes of the input, counted from its beginning.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte after the last.</param>
internal readonly record struct ByteRange(long Start, long End)
{
    public long Length => End - Start;
}
