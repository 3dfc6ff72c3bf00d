using Cascade.Codecs.Ogg;
using NVorbis.Contracts;

namespace Cascade.Codecs.Vorbis;

/// <summary>The packets of an Ogg file as NVorbis wants them. Comments are replaced by none: nothing reads them, and NVorbis believes the lengths in them.</summary>
internal sealed class VorbisPackets(OggPacketReader packets) : IPacketProvider
{
    private static readonly byte[] NoComments = [.. "\u0003vorbis"u8, 0, 0, 0, 0, 0, 0, 0, 0, 1];

    private IPacket? _peeked;
    private InvalidDataException? _fault;
    private int _read;

    public bool CanSeek => false;

    public int StreamSerial => 0;

    public IPacket? GetNextPacket()
    {
        IPacket? next = PeekNextPacket();
        _peeked = null;
        return next;
    }

    public IPacket? PeekNextPacket()
    {
        if (_peeked is null && TryRead())
        {
            bool isComment = _read++ == 1;
            _peeked = new VorbisPacket(isComment ? NoComments : packets.Packet.ToArray())
            {
                GranulePosition = packets.Granule,
                IsResync = packets.IsAfterGap,
                IsEndOfStream = packets.IsLast,
            };
        }

        return _peeked;
    }

    /// <summary>Throws what was wrong with the container, if that ended the packets.</summary>
    public void ThrowIfFailed()
    {
        if (_fault is not null)
        {
            throw _fault;
        }
    }

    public long GetGranuleCount() => throw new NotSupportedException();

    public long SeekTo(long granulePos, int preRoll, GetPacketGranuleCount getPacketGranuleCount) => throw new NotSupportedException();

    // NVorbis must not see the fault: the decoder goes on after faults of packets.
    private bool TryRead()
    {
        try
        {
            return _fault is null && packets.Next();
        }
        catch (InvalidDataException fault)
        {
            _fault = fault;
            return false;
        }
    }
}
