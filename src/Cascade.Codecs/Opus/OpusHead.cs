using System.Buffers.Binary;

namespace Cascade.Codecs.Opus;

/// <summary>The first packet of an Opus file. Source: RFC 7845, section 5.1.</summary>
/// <param name="Channels">Channels that are decoded to.</param>
/// <param name="PreSkip">How many samples at 48 kHz come before the recording's first.</param>
/// <param name="Gain">In 256ths of a decibel, to be applied by the decoder.</param>
/// <param name="Streams">Opus streams in each packet.</param>
/// <param name="CoupledStreams">How many of these are stereo.</param>
/// <param name="Mapping">For each channel the decoded one.</param>
internal sealed record OpusHead(int Channels, int PreSkip, int Gain, int Streams, int CoupledStreams, byte[] Mapping)
{
    private const int BasicLength = 19;

    /// <exception cref="InvalidDataException">The packet describes nothing that can be decoded.</exception>
    public static OpusHead Parse(ReadOnlySpan<byte> packet)
    {
        Require(packet.Length >= BasicLength && packet.StartsWith("OpusHead"u8), "header", $"{BasicLength} bytes or more that begin with OpusHead", $"{packet.Length} bytes");
        Require(packet[8] < 16, "version", "0 to 15", packet[8]);
        int channels = packet[9];
        int preSkip = BinaryPrimitives.ReadUInt16LittleEndian(packet[10..]);
        int gain = BinaryPrimitives.ReadInt16LittleEndian(packet[16..]);
        int family = packet[18];
        Require(channels is >= 1 and <= AudioFormat.MaxChannels, "number of channels", $"1 to {AudioFormat.MaxChannels}", channels);
        if (family == 0)
        {
            Require(channels <= 2, "number of channels", "1 or 2 in mapping family 0", channels);
            return new OpusHead(channels, preSkip, gain, 1, channels - 1, channels == 1 ? [0] : [0, 1]);
        }

        Require(family is 1 or 255, "mapping family", "0, 1 or 255", family);
        Require(packet.Length >= BasicLength + 2 + channels, "header", $"{BasicLength + 2 + channels} bytes or more", packet.Length);
        int streams = packet[19];
        int coupled = packet[20];
        byte[] mapping = packet.Slice(BasicLength + 2, channels).ToArray();
        Require(streams >= 1 && coupled <= streams && streams + coupled <= 255, "number of streams", "1 or more, of which that many or fewer are coupled", $"{streams} and {coupled}");
        Require(mapping.All(source => source < streams + coupled || source == 255), "mapping", $"numbers below {streams + coupled}, or 255", string.Join(' ', mapping));
        return new OpusHead(channels, preSkip, gain, streams, coupled, family == 1 ? [.. XiphChannels.InWaveOrder(channels).Select(source => mapping[source])] : mapping);
    }

    private static void Require(bool condition, string name, string expected, object found)
    {
        if (!condition)
        {
            throw new InvalidDataException($"the Opus header's {name} can't be used: expected {expected}, found {found}.");
        }
    }
}
