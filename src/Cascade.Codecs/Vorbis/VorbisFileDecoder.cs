using System.Buffers.Binary;
using Cascade.Codecs.Ogg;
using NVorbis;

namespace Cascade.Codecs.Vorbis;

/// <summary>Decodes a Vorbis file by NVorbis. A packet that can't be decoded is left out.</summary>
internal sealed class VorbisFileDecoder : DecodedSamples
{
    private const int SamplesAtOnce = 4_096;
    private const int IdentificationBytes = 30;

    // What is wrong with a code book may be wrong with every packet: the decoding of noise ends here.
    private const int MaxDamagedPackets = 1_000;

    private readonly OggPacketReader _packets;
    private readonly VorbisPackets _source;
    private readonly StreamDecoder _decoder;
    private int _damagedPackets;

    public VorbisFileDecoder(Stream stream)
    {
        _packets = new OggPacketReader(stream);
        _source = new VorbisPackets(_packets);
        try
        {
            _source.PeekNextPacket();
            Format = ReadFormat(_packets.Packet);
            _decoder = new StreamDecoder(_source) { ClipSamples = false };
        }
        catch (Exception fault) when (fault is not InvalidDataException && IsFaultOfTheBytes(fault))
        {
            throw new InvalidDataException($"the Vorbis headers can't be read: {fault.Message}", fault);
        }
    }

    public override AudioFormat Format { get; }

    public override string? Damage => _damagedPackets > 0 ? $"{_damagedPackets} packets of the Vorbis file could not be decoded." : _packets.Damage;

    protected override int Decode(ref float[] samples)
    {
        if (samples.Length == 0)
        {
            samples = new float[SamplesAtOnce * Format.Channels];
        }

        while (true)
        {
            try
            {
                if (_decoder.Read(samples, 0, samples.Length) is > 0 and int count)
                {
                    return count;
                }

                break;
            }
            catch (Exception fault) when (IsFaultOfTheBytes(fault))
            {
                if (++_damagedPackets > MaxDamagedPackets)
                {
                    throw new InvalidDataException($"more than {MaxDamagedPackets} packets of the Vorbis file could not be decoded.", fault);
                }
            }
        }

        _source.ThrowIfFailed();
        return -1;
    }

    private static AudioFormat ReadFormat(ReadOnlySpan<byte> packet)
    {
        Require(packet.Length >= IdentificationBytes && packet.StartsWith("\u0001vorbis"u8), "first packet", $"{IdentificationBytes} bytes that begin with 1 and vorbis", $"{packet.Length} bytes");
        int channels = packet[11];
        uint rateHz = BinaryPrimitives.ReadUInt32LittleEndian(packet[12..]);
        int shortBlock = packet[28] & 0xF;
        int longBlock = packet[28] >> 4;
        Require(channels is 1 or 2, "number of channels", "1 or 2 (more are decoded wrongly without the ffmpeg program: install it, or convert the audio to WAV)", channels);
        Require(rateHz is >= AudioFormat.MinSampleRateHz and <= AudioFormat.MaxSampleRateHz, "sample rate", $"{AudioFormat.MinSampleRateHz} to {AudioFormat.MaxSampleRateHz} Hz", rateHz);
        Require(shortBlock >= 6 && longBlock >= shortBlock && longBlock <= 13, "block sizes", "2^6 to 2^13, the longer one last", $"2^{shortBlock} and 2^{longBlock}");
        return FormatOf((int)rateHz, channels);
    }

    private static void Require(bool condition, string name, string expected, object found)
    {
        if (!condition)
        {
            throw new InvalidDataException($"the Vorbis header's {name} can't be used: expected {expected}, found {found}.");
        }
    }
}
