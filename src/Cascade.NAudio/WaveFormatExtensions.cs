using NAudio.Wave;

namespace Cascade;

/// <summary>Conversions between NAudio's description of audio and Cascade's.</summary>
public static class WaveFormatExtensions
{
    private const int SubFormatOffset = 6; // after the valid bits and the channel mask
    private const int ExtensionBytes = 22;

    // The first two bytes of a sub-format's GUID are a format tag; the rest is the same for all of these.
    private static ReadOnlySpan<byte> TagGuidRest => [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    /// <summary>
    /// Converts NAudio's format: PCM of 8, 16, 24 and 32 bits, float of 32 and 64 bits, A-law and mu-law, plain or extensible.
    /// </summary>
    /// <param name="format">The format of a wave provider, a sample provider or a capture device.</param>
    /// <returns>The same format, whose mean of all channels is heard. Use <c>with { Channel = … }</c> to hear one channel.</returns>
    /// <exception cref="NotSupportedException">The encoding, the rate, the number of channels or the block size can't be read. The message names the expected and the found value.</exception>
    public static AudioFormat ToAudioFormat(this WaveFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        SampleEncoding encoding = (TagOf(format), (format.BitsPerSample + 7) / 8) switch
        {
            (WaveFormatEncoding.Pcm, 1) => SampleEncoding.Unsigned8,
            (WaveFormatEncoding.Pcm, 2) => SampleEncoding.Signed16, // fewer valid bits stand at the top of the container, so its width alone decides
            (WaveFormatEncoding.Pcm, 3) => SampleEncoding.Signed24,
            (WaveFormatEncoding.Pcm, 4) => SampleEncoding.Signed32,
            (WaveFormatEncoding.IeeeFloat, 4) when format.BitsPerSample == 32 => SampleEncoding.Float32,
            (WaveFormatEncoding.IeeeFloat, 8) when format.BitsPerSample == 64 => SampleEncoding.Float64,
            (WaveFormatEncoding.ALaw, 1) when format.BitsPerSample == 8 => SampleEncoding.ALaw,
            (WaveFormatEncoding.MuLaw, 1) when format.BitsPerSample == 8 => SampleEncoding.MuLaw,
            (var tag, _) => throw Fault("encoding", "PCM of 8 to 32 bits, float of 32 or 64 bits, A-law or mu-law", $"{tag} with {format.BitsPerSample} bits"),
        };
        RequireRange(format.SampleRate, AudioFormat.MinSampleRateHz, AudioFormat.MaxSampleRateHz, "sample rate in hertz");
        RequireRange(format.Channels, 1, AudioFormat.MaxChannels, "number of channels");
        AudioFormat result = new(format.SampleRate, format.Channels, encoding);
        return format.BlockAlign == result.BytesPerBlock ? result : throw Fault("block size in bytes", $"{result.BytesPerBlock}", $"{format.BlockAlign}");
    }

    /// <summary>Converts Cascade's format to NAudio's, never to an extensible one.</summary>
    /// <param name="format">A format of an encoding that NAudio knows: all encodings but the big-endian ones.</param>
    /// <exception cref="NotSupportedException">The encoding is big-endian, which no wave format is.</exception>
    public static WaveFormat ToWaveFormat(this AudioFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        (WaveFormatEncoding tag, int bits) = format.Encoding switch
        {
            SampleEncoding.Unsigned8 => (WaveFormatEncoding.Pcm, 8),
            SampleEncoding.Signed16 => (WaveFormatEncoding.Pcm, 16),
            SampleEncoding.Signed24 => (WaveFormatEncoding.Pcm, 24),
            SampleEncoding.Signed32 => (WaveFormatEncoding.Pcm, 32),
            SampleEncoding.Float32 => (WaveFormatEncoding.IeeeFloat, 32),
            SampleEncoding.Float64 => (WaveFormatEncoding.IeeeFloat, 64),
            SampleEncoding.ALaw => (WaveFormatEncoding.ALaw, 8),
            SampleEncoding.MuLaw => (WaveFormatEncoding.MuLaw, 8),
            _ => throw new NotSupportedException(
                $"A wave format has no big-endian encoding: expected a little-endian one, found {format.Encoding}. Use {nameof(ResultAudio)}.{nameof(ResultAudio.Pcm16Mono)} for the audio of results."),
        };
        return WaveFormat.CreateCustomFormat(tag, format.SampleRateHz, format.Channels, format.SampleRateHz * format.BytesPerBlock, format.BytesPerBlock, bits);
    }

    private static WaveFormatEncoding TagOf(WaveFormat format) => format switch
    {
        { Encoding: not WaveFormatEncoding.Extensible } => format.Encoding,
        WaveFormatExtensible extensible => TagOf(extensible.SubFormat),
        WaveFormatExtraData { ExtraData.Length: >= ExtensionBytes } raw => TagOf(new Guid(raw.ExtraData.AsSpan(SubFormatOffset, 16))), // what NAudio's readers of files give
        _ => throw Fault("extension", $"{ExtensionBytes} bytes", $"{format.ExtraSize}"),
    };

    private static WaveFormatEncoding TagOf(Guid subFormat)
    {
        Span<byte> bytes = stackalloc byte[16];
        subFormat.TryWriteBytes(bytes);
        return bytes[2..].SequenceEqual(TagGuidRest)
            ? (WaveFormatEncoding)(bytes[0] | (bytes[1] << 8))
            : throw Fault("sub-format", "a GUID of PCM, float, A-law or mu-law", $"{AudioMediaSubtypes.GetAudioSubtypeName(subFormat)}");
    }

    private static void RequireRange(int value, int minimum, int maximum, string name)
    {
        if (value < minimum || value > maximum)
        {
            throw Fault(name, $"{minimum} to {maximum}", $"{value}");
        }
    }

    private static NotSupportedException Fault(string name, string expected, string found) =>
        new($"The wave format's {name} can't be read: expected {expected}, found {found}. Convert the audio before, with ToSampleProvider() or a codec of NAudio.");
}
