namespace Cascade.Inference;

/// <summary>
/// Which of the two networks in silero's file hears a stream. Both take frames and context of the same durations, and the clock counts 16 kHz
/// samples for both; so the shape at 8 kHz is that of <see cref="SileroNetwork"/> with two samples of the clock to each of the
/// network's. Source: silero's <c>OnnxWrapper</c>.
/// </summary>
internal sealed class NetworkRate
{
    private NetworkRate(int clockSamplesPerSample)
    {
        ClockSamplesPerSample = clockSamplesPerSample;
        RateHz = SampleClock.SampleRateHz / clockSamplesPerSample;
        FrameSamples = SileroNetwork.FrameSamples / clockSamplesPerSample;
        ContextSamples = SileroNetwork.ContextSamples / clockSamplesPerSample;
    }

    /// <summary>The network for 16 kHz.</summary>
    public static NetworkRate At16kHz { get; } = new(1);

    /// <summary>The network for 8 kHz.</summary>
    public static NetworkRate At8kHz { get; } = new(2);

    /// <summary>How long a sample of the network lasts, in samples of the stream's clock.</summary>
    public int ClockSamplesPerSample { get; }

    /// <summary>Samples per second, and the value of the model's input <c>sr</c>.</summary>
    public int RateHz { get; }

    /// <summary>New samples per inference (32 ms).</summary>
    public int FrameSamples { get; }

    /// <summary>Samples of the previous frame that the network sees before the new ones (4 ms); zeros at the beginning of a stream.</summary>
    public int ContextSamples { get; }

    /// <summary>Samples per inference, context included.</summary>
    public int InputSamples => ContextSamples + FrameSamples;
}
