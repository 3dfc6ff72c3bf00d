using Cascade.Codecs.Ogg;
using Concentus.Structs;

namespace Cascade.Codecs.Opus;

/// <summary>Decodes an Opus file by Concentus, at 48 kHz as ffmpeg does. A packet that can't be decoded is concealed, so that the time after it stays right.</summary>
internal sealed class OpusFileDecoder : DecodedSamples
{
    private const int MaxPacketSamples = OpusTime.RateHz * 120 / 1000;

    private readonly OggPacketReader _packets;
    private readonly OpusMSDecoder _decoder;
    private readonly int _channels;
    private int _toSkip;
    private long _decoded;
    private long? _offset; // of the file's positions from what was decoded: a recording may have been cut out of a longer one
    private int _lastSamples = OpusTime.RateHz / 50;
    private long _damagedPackets;
    private bool _ended;

    public OpusFileDecoder(Stream stream)
    {
        _packets = new OggPacketReader(stream);
        OpusHead head = OpusHead.Parse(_packets.Next() ? _packets.Packet : []);
        if (!_packets.Next() || !_packets.Packet.StartsWith("OpusTags"u8))
        {
            throw new InvalidDataException("the Opus file's second packet can't be used: expected OpusTags.");
        }

        _channels = head.Channels;
        _toSkip = head.PreSkip;
#pragma warning disable CS0618 // the factory that replaces it looks for native libraries: answers would depend on the machine
        _decoder = new OpusMSDecoder(OpusTime.RateHz, head.Channels, head.Streams, head.CoupledStreams, head.Mapping) { Gain = head.Gain };
#pragma warning restore CS0618
        Format = FormatOf(OpusTime.RateHz, head.Channels);
    }

    public override AudioFormat Format { get; }

    public override string? Damage => _damagedPackets > 0 ? $"{_damagedPackets} packets of the Opus file could not be decoded." : _packets.Damage;

    protected override int Decode(ref float[] samples)
    {
        if (_ended || !_packets.Next())
        {
            return -1;
        }

        if (samples.Length == 0)
        {
            samples = new float[MaxPacketSamples * _channels];
        }

        int count = Decode(_packets.Packet, samples);
        _decoded += count;
        int kept = count;
        if (_packets.Granule is { } granule)
        {
            _offset ??= _packets.IsLast ? 0 : Math.Max(0, granule - _decoded);
            if (_packets.IsLast)
            {
                _ended = true;
                kept = (int)Math.Clamp(count - (_decoded - (granule - _offset.Value)), 0, count); // the encoder's padding
            }
        }

        int skipped = Math.Min(_toSkip, kept);
        _toSkip -= skipped;
        return Drop(samples, kept * _channels, skipped * _channels);
    }

    private int Decode(ReadOnlySpan<byte> packet, float[] samples)
    {
        try
        {
            int count = _decoder.DecodeMultistream(packet, samples, MaxPacketSamples, decode_fec: false);
            _lastSamples = count > 0 ? count : _lastSamples;
            return count;
        }
        catch (Exception fault) when (IsFaultOfTheBytes(fault))
        {
            _damagedPackets++;
            Array.Clear(samples, 0, _lastSamples * _channels);
            return _lastSamples;
        }
    }
}
