namespace Cascade.Hosting.Wire;

/// <summary>The format of the client's audio.</summary>
internal sealed record FormatMessage
{
    // Settable, because generated code gives init properties that the JSON does not name the default of their type.
    public WireEncoding Encoding { get; set; } = WireEncoding.Signed16;

    public int SampleRate { get; set; } = AudioFormat.Pcm16Mono16k.SampleRateHz;

    public int Channels { get; set; } = 1;

    public int? Channel { get; init; }

    private bool IsSelfDescribed => Channel is null && Channels == 1 && SampleRate == AudioFormat.Pcm16Mono16k.SampleRateHz;

    /// <exception cref="ProtocolException">There is no such format, or it needs more bytes per second than the server takes.</exception>
    public AudioFormat ToFormat(int maxBytesPerSecond)
    {
        if (Encoding == WireEncoding.Opus)
        {
            return IsSelfDescribed
                ? OpusPacketDecoder.Format
                : throw new ProtocolException(ErrorCode.UnsupportedFormat, "Opus packets tell their rate and channels themselves: leave out sampleRate, channels and channel.");
        }

        AudioFormat format;
        try
        {
            format = new AudioFormat(SampleRate, Channels, (SampleEncoding)Encoding) { Channel = Channel };
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new ProtocolException(
                ErrorCode.UnsupportedFormat,
                $"The sampleRate must be {AudioFormat.MinSampleRateHz} to {AudioFormat.MaxSampleRateHz}, channels 1 to {AudioFormat.MaxChannels}, channel one of them; "
                    + $"found {SampleRate}, {Channels}, {Channel?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}.");
        }

        long bytesPerSecond = (long)format.BytesPerBlock * SampleRate;
        return bytesPerSecond <= maxBytesPerSecond
            ? format
            : throw new ProtocolException(ErrorCode.UnsupportedFormat, $"A second of audio must have at most {maxBytesPerSecond} bytes; in this format it has {bytesPerSecond}.");
    }
}
