namespace Cascade;

/// <summary>
/// The meaning of a stream of PCM bytes: rate, channels and encoding. Channels are interleaved; one sample of each channel makes a block.
/// </summary>
public sealed record AudioFormat
{
    /// <summary>The lowest rate that can be converted, in hertz.</summary>
    public const int MinSampleRateHz = 4_000;

    /// <summary>The highest rate that can be converted, in hertz.</summary>
    public const int MaxSampleRateHz = 384_000;

    /// <summary>The most channels that can be converted.</summary>
    public const int MaxChannels = 64;

    private readonly int? _channel;

    /// <summary>Describes a stream of PCM bytes.</summary>
    /// <param name="sampleRateHz">Gets the number of blocks per second, 4,000 to 384,000.</param>
    /// <param name="channels">Gets the number of interleaved channels, 1 to 64.</param>
    /// <param name="encoding">Gets the encoding of each sample.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public AudioFormat(int sampleRateHz, int channels = 1, SampleEncoding encoding = SampleEncoding.Signed16)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRateHz, MinSampleRateHz);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleRateHz, MaxSampleRateHz);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, MaxChannels);
        SampleRateHz = sampleRateHz;
        Channels = channels;
        Encoding = encoding;
        BytesPerBlock = channels * BytesPerSample(encoding);
    }

    /// <summary>Gets the format of the model, which needs no conversion: 16 kHz, mono, signed 16-bit little-endian.</summary>
    public static AudioFormat Pcm16Mono16k { get; } = new(SampleClock.SampleRateHz);

    /// <summary>Gets the number of blocks per second, 4,000 to 384,000.</summary>
    public int SampleRateHz { get; }

    /// <summary>Gets the number of interleaved channels, 1 to 64.</summary>
    public int Channels { get; }

    /// <summary>Gets the encoding of each sample.</summary>
    public SampleEncoding Encoding { get; }

    /// <summary>Gets the number of bytes of one block: one sample of each channel.</summary>
    public int BytesPerBlock { get; }

    /// <summary>
    /// Gets the one channel to listen to, from 0 to <see cref="Channels"/> - 1; <see langword="null"/> (the default) listens to the mean of all.
    /// A recording with one speaker per channel wants one processor per channel, each with its own.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The channel does not exist.</exception>
    public int? Channel
    {
        get => _channel;
        init
        {
            if (value is { } channel)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(channel, nameof(value));
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, Channels, nameof(value));
            }

            _channel = value;
        }
    }

    /// <summary>Whether the bytes are already what the model hears, so that they can be passed on as they are.</summary>
    internal bool IsNative => SampleRateHz == SampleClock.SampleRateHz && Channels == 1 && Encoding == SampleEncoding.Signed16;

    /// <summary>The bytes of one sample of one channel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The encoding is none of the known ones.</exception>
    private static int BytesPerSample(SampleEncoding encoding) => encoding switch
    {
        SampleEncoding.Unsigned8 or SampleEncoding.ALaw or SampleEncoding.MuLaw => 1,
        SampleEncoding.Signed16 or SampleEncoding.Signed16BigEndian => 2,
        SampleEncoding.Signed24 or SampleEncoding.Signed24BigEndian => 3,
        SampleEncoding.Signed32 or SampleEncoding.Signed32BigEndian or SampleEncoding.Float32 or SampleEncoding.Float32BigEndian => 4,
        SampleEncoding.Float64 or SampleEncoding.Float64BigEndian => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "The encoding is unknown."),
    };
}
