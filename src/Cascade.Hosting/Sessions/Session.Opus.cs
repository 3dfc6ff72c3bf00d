using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Sessions;

/// <content>Audio as Opus packets, one a message.</content>
internal sealed partial class Session
{
    // Made when the first packet comes, as the stream is.
    private OpusPacketDecoder? _opus;
    private byte[] _packet = [];
    private int _packetBytes;

    /// <summary>Accepts a message or a part of one. A message without content is a packet that the client knows to be lost.</summary>
    /// <exception cref="ProtocolException">The packet is too long, or packets come too fast.</exception>
    public async ValueTask PushOpusAsync(ISessionPeer from, ReadOnlyMemory<byte> bytes, bool isEnd)
    {
        using Workplace work = await EnterAsync(from).ConfigureAwait(false);
        if (!work.IsEntered)
        {
            return;
        }

        KeepPacket(bytes);
        if (!isEnd)
        {
            return;
        }

        ReadOnlyMemory<byte> packet = _packet.AsMemory(0, _packetBytes);
        _packetBytes = 0;
        ReadOnlyMemory<byte> pcm = (_opus ??= new OpusPacketDecoder()).Decode(new OpusPacket(packet));
        if (!_inputRate.TryTake((double)pcm.Length / Format.BytesPerBlock / Format.SampleRateHz))
        {
            throw new ProtocolException(ErrorCode.TooFast, "Audio comes faster than the limits in ready allow.");
        }

        await PushBlocksAsync(pcm).ConfigureAwait(false);
    }

    private void KeepPacket(ReadOnlyMemory<byte> bytes)
    {
        int length = _packetBytes + bytes.Length;
        if (length > Protocol.MaxOpusBytes)
        {
            throw new ProtocolException(ErrorCode.MessageTooBig, $"An Opus packet must have at most {Protocol.MaxOpusBytes} bytes.");
        }

        if (_packet.Length < length)
        {
            Array.Resize(ref _packet, Math.Min(Protocol.MaxOpusBytes, Math.Max(256, 2 * length)));
        }

        bytes.Span.CopyTo(_packet.AsSpan(_packetBytes));
        _packetBytes = length;
    }
}
