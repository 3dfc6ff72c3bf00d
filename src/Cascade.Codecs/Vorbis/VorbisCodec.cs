namespace Cascade.Codecs.Vorbis;

/// <summary>Vorbis in Ogg. Source: the Vorbis I specification of Xiph.Org.</summary>
internal sealed class VorbisCodec : AudioCodec
{
    // The header of a first page has one segment.
    private const int PacketOffset = 28;

    public override bool CanDecode(ReadOnlySpan<byte> start) =>
        start.Length > PacketOffset && start.StartsWith("OggS"u8) && start[PacketOffset..].StartsWith("\u0001vorbis"u8);

    public override AudioDecoder Open(Stream stream) => new VorbisFileDecoder(stream);
}
