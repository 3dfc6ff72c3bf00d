using System.Runtime.InteropServices;
using Cascade.Codecs.Ogg;
using Concentus;
using Concentus.Enums;
using Concentus.Structs;

namespace Cascade.Tests;

/// <summary>Opus packets for the tests of live streams.</summary>
internal static class Opus
{
    public const int PacketSamples = 320; // 20 ms at 16 kHz

    /// <summary>The packets of a file made by libopus.</summary>
    public static List<byte[]> PacketsOf(string path)
    {
        using FileStream file = File.OpenRead(path);
        OggPacketReader reader = new(file);
        List<byte[]> packets = [];
        while (reader.Next())
        {
            packets.Add(reader.Packet.ToArray());
        }

        return packets[2..]; // header and comments
    }

    /// <summary>The recording, encoded as a caller's telephone would: 20 ms a packet, with redundancy if asked for.</summary>
    public static List<byte[]> Encode(bool redundancy)
    {
        short[] samples = MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(EncodedFile.Recording).AsSpan(44)).ToArray();
        using IOpusEncoder encoder = OpusCodecFactory.CreateEncoder(16_000, 1, OpusApplication.OPUS_APPLICATION_VOIP);
        encoder.Bitrate = 24_000;
        encoder.UseInbandFEC = redundancy;
        encoder.PacketLossPercent = redundancy ? 20 : 0;
        List<byte[]> packets = [];
        byte[] packet = new byte[1_500];
        for (int at = 0; at + PacketSamples <= samples.Length; at += PacketSamples)
        {
            int length = encoder.Encode(samples.AsSpan(at, PacketSamples), PacketSamples, packet, packet.Length);
            packets.Add(packet[..length]);
        }

        return packets;
    }

    /// <summary>Ten seconds of the recording at a rate at which speech is encoded by both of Opus's codings together, as browsers do.</summary>
    public static (List<byte[]> Packets, short[] Samples) EncodeHybrid(int rateHz)
    {
        const int fromHz = 16_000;
        short[] samples = MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(EncodedFile.Recording).AsSpan(44))[..(10 * fromHz)].ToArray();
        int packetSamples = rateHz / 50;
#pragma warning disable CS0618 // the factory that replaces it looks for native libraries: the coding would depend on the machine
        OpusEncoder encoder = new(rateHz, 1, OpusApplication.OPUS_APPLICATION_VOIP) { Bitrate = 24_000 };
#pragma warning restore CS0618
        List<byte[]> packets = [];
        byte[] packet = new byte[1_500];
        short[] piece = new short[packetSamples];
        for (int at = 0; at + PacketSamples <= samples.Length; at += PacketSamples)
        {
            for (int i = 0; i < packetSamples; i++)
            {
                piece[i] = samples[at + (int)((long)i * fromHz / rateHz)];
            }

            packets.Add(packet[..encoder.Encode(piece, packetSamples, packet, packet.Length)]);
        }

        return (packets, samples);
    }

    /// <summary>The packets with numbers and times as RTP has them, from beginnings that wrap soon.</summary>
    public static List<OpusPacket> AsRtp(IEnumerable<byte[]> packets, int unitsPerPacket = 960) =>
        [.. packets.Select((data, i) => new OpusPacket(data, (ushort)(65_500 + i), unchecked((uint)(-10 * unitsPerPacket) + (uint)(i * unitsPerPacket))))];

    public static byte[] Decode(IEnumerable<OpusPacket> packets, OpusPacketDecoder decoder)
    {
        List<byte> pcm = [];
        foreach (OpusPacket packet in packets)
        {
            pcm.AddRange(decoder.Decode(packet).Span);
        }

        return [.. pcm];
    }
}
