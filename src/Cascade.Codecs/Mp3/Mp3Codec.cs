namespace Cascade.Codecs.Mp3;

/// <summary>MPEG audio, with or without an ID3 tag before it.</summary>
internal sealed class Mp3Codec : AudioCodec
{
    public override bool CanDecode(ReadOnlySpan<byte> start) => start.StartsWith("ID3"u8) || (start.Length >= Mp3Header.Length && Mp3Header.TryParse(start) is not null);

    public override AudioDecoder Open(Stream stream) => new Mp3Decoder(stream);
}
