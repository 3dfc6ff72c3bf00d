namespace Cascade;

/// <summary>One Opus packet of a live stream: the payload of an RTP packet, of a WebRTC or Discord voice packet, or of an encoder's output.</summary>
/// <param name="Data">The packet's bytes, without any header of a transport; empty for a packet that is known to be lost.</param>
/// <param name="SequenceNumber">The number of the packet, which grows by one and wraps at 65,536 (RTP); <see langword="null"/> where the transport has none and loses nothing.</param>
/// <param name="Timestamp">The position of the packet's first sample in units of 48 kHz, which wraps at 2^32 (RTP); <see langword="null"/> where the transport has none.</param>
public readonly record struct OpusPacket(ReadOnlyMemory<byte> Data, ushort? SequenceNumber = null, uint? Timestamp = null);
