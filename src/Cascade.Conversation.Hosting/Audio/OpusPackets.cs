using System.Buffers.Binary;
using Cascade.Hosting.Realtime.Wire;
using Cascade.Hosting.Wire;
using Concentus.Enums;
using Concentus.Structs;

namespace Cascade.Hosting.Realtime.Audio;

/// <summary>
/// Opus in the events of the extension: packets one behind the other, each with its length before it in two bytes, big-endian. An answer is encoded in packets of 20 ms; its audio begins later by the encoder's delay, 6.5 ms.
/// </summary>
#pragma warning disable CA1001 // the field's Dispose does nothing: the managed encoder holds nothing to free
internal sealed class OpusPackets
#pragma warning restore CA1001
{
    private const int BitsPerSecond = 20_000;
    private const int Complexity = 3; // takes a quarter of the default's time
    private const int PacketSamples = AudioCodings.SpokenRateHz / 50;
    private const int LargestPacket = 1_275; // of one frame. Source: RFC 6716, section 3.2.1
    private const int LengthBytes = sizeof(ushort);

    private readonly OpusEncoder _encoder;
    private readonly short[] _samples = new short[PacketSamples];
    private int _filled;

    public OpusPackets()
    {
#pragma warning disable CS0618 // the factory that replaces it looks for native libraries: answers would depend on the machine
        _encoder = new OpusEncoder(AudioCodings.SpokenRateHz, 1, OpusApplication.OPUS_APPLICATION_VOIP) { Bitrate = BitsPerSecond, Complexity = Complexity };
#pragma warning restore CS0618
    }

    /// <summary>Encodes the next samples; what does not fill a packet waits.</summary>
    public byte[] Encode(ReadOnlySpan<short> samples)
    {
        using MemoryStream packets = new();
        Span<byte> packet = stackalloc byte[LengthBytes + LargestPacket];
        while (!samples.IsEmpty)
        {
            int count = Math.Min(samples.Length, PacketSamples - _filled);
            samples[..count].CopyTo(_samples.AsSpan(_filled));
            samples = samples[count..];
            _filled += count;
            if (_filled == PacketSamples)
            {
                _filled = 0;
                int length = _encoder.Encode(_samples, PacketSamples, packet[LengthBytes..], LargestPacket);
                BinaryPrimitives.WriteUInt16BigEndian(packet, (ushort)length);
                packets.Write(packet[..(LengthBytes + length)]);
            }
        }

        return packets.ToArray();
    }

    /// <summary>Encodes the samples that wait, and those that the encoder holds.</summary>
    public byte[] Complete()
    {
        int held = _filled + _encoder.Lookahead;
        int whole = (held + PacketSamples - 1) / PacketSamples * PacketSamples;
        return Encode(new short[whole - _filled]);
    }

    /// <summary>Returns the packets of a client. One without content is known to be lost.</summary>
    /// <exception cref="RealtimeException">They do not end where their lengths say.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> audio)
    {
        List<ReadOnlyMemory<byte>> packets = [];
        for (int at = 0; at < audio.Length;)
        {
            int left = audio.Length - at - LengthBytes;
            int length = left < 0 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(audio.Span[at..]);
            if (left < length || length > Protocol.MaxOpusBytes)
            {
                string found = left < 0 ? "1 byte" : $"the length {length}, and {left} bytes behind it";
                throw new RealtimeException(RealtimeException.InvalidValue, $"Expected Opus packets of at most {Protocol.MaxOpusBytes} bytes, each behind its length in 2 bytes, big-endian; found {found} at byte {at}. Nothing of the event was heard.", "audio");
            }

            packets.Add(audio.Slice(at + LengthBytes, length));
            at += LengthBytes + length;
        }

        return packets;
    }
}
