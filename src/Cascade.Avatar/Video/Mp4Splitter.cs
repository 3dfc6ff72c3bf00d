using System.Buffers.Binary;

namespace Cascade.Avatar.Video;

/// <summary>Cuts the output of ffmpeg between its boxes, so that a part can be given to a player as it is: the header, then fragments. Source: ISO/IEC 14496-12, 4.2.</summary>
internal sealed class Mp4Splitter
{
    private const int HeadBytes = 8;

    private static readonly uint MovieHead = Type("moov"u8);
    private static readonly uint MediaData = Type("mdat"u8);

    private byte[] _waiting = [];

    /// <summary>Takes bytes as they come.</summary>
    /// <param name="bytes">The next bytes; may begin and end anywhere.</param>
    /// <returns>The parts that are complete now.</returns>
    public List<AvatarSegment> Push(ReadOnlySpan<byte> bytes)
    {
        _waiting = [.. _waiting, .. bytes];
        List<AvatarSegment> segments = [];
        int start = 0;
        for (int at = 0; _waiting.Length - at >= HeadBytes;)
        {
            long size = BinaryPrimitives.ReadUInt32BigEndian(_waiting.AsSpan(at));
            if (size < HeadBytes || at + size > _waiting.Length)
            {
                break; // not here yet; ffmpeg writes no box whose size stands elsewhere, as fragments are small
            }

            uint type = BinaryPrimitives.ReadUInt32BigEndian(_waiting.AsSpan(at + 4));
            at += (int)size;
            if (type == MovieHead || type == MediaData)
            {
                segments.Add(new AvatarSegment(_waiting.AsMemory(start, at - start), type == MovieHead));
                start = at;
            }
        }

        _waiting = _waiting[start..];
        return segments;
    }

    /// <summary>Gives what is left at the end of the stream: an index, or nothing.</summary>
    public byte[] Rest() => _waiting;

    private static uint Type(ReadOnlySpan<byte> name) => BinaryPrimitives.ReadUInt32BigEndian(name);
}
