using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Concentus.Enums;
using Concentus.Structs;

namespace Cascade.Hosting.Realtime.Tests;

/// <summary>Opus as a client has it: packets of 20 ms, each behind its length.</summary>
internal static class OpusAudio
{
    private const int RateHz = 24_000;
    private const int PacketSamples = RateHz / 50;
    private const int LengthBytes = 2;

    /// <summary>Encodes PCM16 of 24 kHz.</summary>
    public static IEnumerable<byte[]> Encode(byte[] pcm)
    {
#pragma warning disable CS0618 // the factory that replaces it looks for native libraries
        OpusEncoder encoder = new(RateHz, 1, OpusApplication.OPUS_APPLICATION_VOIP) { Bitrate = 20_000 };
#pragma warning restore CS0618
        short[] samples = MemoryMarshal.Cast<byte, short>(pcm).ToArray();
        byte[] packet = new byte[1_275];
        for (int at = 0; at + PacketSamples <= samples.Length; at += PacketSamples)
        {
            int length = encoder.Encode(samples.AsSpan(at, PacketSamples), PacketSamples, packet, packet.Length);
            yield return Frame(packet[..length]);
        }
    }

    /// <summary>Puts the length before a packet.</summary>
    public static byte[] Frame(params byte[] packet) => [(byte)(packet.Length >> 8), (byte)packet.Length, .. packet];

    /// <summary>Decodes to PCM16 of 24 kHz.</summary>
    public static short[] Decode(byte[] packets)
    {
#pragma warning disable CS0618 // as above
        OpusDecoder decoder = new(2 * RateHz, 1); // at a lower rate, Concentus 2.2.2 gives silence for hybrid packets
#pragma warning restore CS0618
        List<short> all = [];
        short[] samples = new short[2 * PacketSamples];
        for (int at = 0; at < packets.Length;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(packets.AsSpan(at));
            at += LengthBytes;
            int count = decoder.Decode(packets.AsSpan(at, length), samples, samples.Length, decode_fec: false);
            all.AddRange(samples.Take(count).Where((_, i) => i % 2 == 0)); // the encoder's input had nothing above half of this rate
            at += length;
        }

        return [.. all];
    }
}
