namespace Cascade.Codecs.Opus;

/// <summary>Opus in Ogg. Source: RFC 7845.</summary>
internal sealed class OpusCodec : AudioCodec
{
    // The header of a first page has one segment.
    private const int PacketOffset = 28;

    public override bool CanDecode(ReadOnlySpan<byte> start) =>
        start.Length > PacketOffset && start.StartsWith("OggS"u8) && start[PacketOffset..].StartsWith("OpusHead"u8);

    public override AudioDecoder Open(Stream stream) => new OpusFileDecoder(stream);
}
