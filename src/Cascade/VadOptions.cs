using Cascade.Inference;

namespace Cascade;

/// <summary>How speech is found: what <see cref="StreamProcessor"/> and <see cref="SpeechTimestamps"/> have in common. The defaults are silero's.</summary>
public abstract record VadOptions
{
    // Source: silero's VADIterator and get_speech_timestamps.
    private protected const double ExitDistance = 0.15;

    private protected VadOptions()
    {
    }

    /// <summary>A frame with at least this probability is speech. Default 0.5; more than 0, at most 1.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>
    /// Inside speech, a frame below this probability is silence. Default <see langword="null"/>, which means <see cref="Threshold"/> less 0.15 (in
    /// <see cref="SpeechTimestamps"/> at least 0.01); otherwise 0 to <see cref="Threshold"/>.
    /// </summary>
    public double? ExitThreshold { get; init; }

    /// <summary>Silence of this length ends speech. Default 100 ms; 0 to 1 hour.</summary>
    public TimeSpan MinimumSilence { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Audio that a segment keeps before the onset (its pre-roll) and after the beginning of the silence that ends it. Default 30 ms; 0 to 10 s. Where it reaches beyond
    /// the neighbouring segment, the beginning of the stream, or what has been received, the segment ends there.
    /// </summary>
    public TimeSpan SpeechPad { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>Speech that lasts no longer than this, pads not counted, is discarded. Default 0 in streams, which
    /// keeps every burst, and 250 ms in <see cref="SpeechTimestamps"/>; 0 to 1 hour.</summary>
    public TimeSpan MinimumSpeech { get; init; }

    /// <summary>
    /// Speech that reaches this length, pads counted, is cut, so that the memory of a stream stays bounded; consecutive parts continue each other. A flush may add up to
    /// one frame. Default 60 s in streams and no limit in <see cref="SpeechTimestamps"/>; from twice <see cref="SpeechPad"/> plus 64 ms to 1 hour, or
    /// <see cref="Timeout.InfiniteTimeSpan"/> for no limit.
    /// </summary>
    public TimeSpan MaximumSpeech { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Only silences longer than this are candidates for the cut at <see cref="MaximumSpeech"/>. Default 98 ms; 0 to 1 hour.</summary>
    public TimeSpan MinimumSilenceAtMaximumSpeech { get; init; } = TimeSpan.FromMilliseconds(98);

    /// <summary>Which of the candidates is the cut. Default the longest silence. Without a candidate the cut is where the maximum is reached.</summary>
    public MaximumSpeechCut MaximumSpeechCut { get; init; }

    /// <summary>
    /// What the bytes mean that are pushed, streamed or handed over in a buffer; files tell it themselves. Default 16 kHz mono PCM16. Every
    /// other format is converted to that; with <see cref="Native8kHz"/>, 8 kHz is not.
    /// </summary>
    public AudioFormat InputFormat { get; init; } = AudioFormat.Pcm16Mono16k;

    /// <summary>
    /// Whether audio of 8,000 Hz, pushed with that <see cref="InputFormat"/> or in a file of that rate, is heard by silero's own network
    /// for 8 kHz instead of being resampled to 16 kHz. Its probabilities are other ones. Positions count 16 kHz samples all the same, two
    /// for each of the input's. Audio of other rates is not affected. Default <see langword="false"/>; <see langword="true"/> needs
    /// <see cref="VadEngine.OnnxRuntime"/>.
    /// </summary>
    public bool Native8kHz { get; init; }

    /// <summary>The network. Default Silero version 6, which is built in.</summary>
    public VadModel Model { get; init; } = VadModel.SileroV6;

    /// <summary>What runs the network. Default ONNX Runtime.</summary>
    public VadEngine Engine { get; init; } = VadEngine.OnnxRuntime;

    /// <summary>
    /// Whether the processor runs on the one ONNX Runtime session that all such processors of its model share, in place of a session of its own. Sessions hold no stream
    /// state: results are the same to the bit, and a processor costs kilobytes in place of megabytes. Default <see langword="false"/>.
    /// </summary>
    public bool ShareSession { get; init; }

    /// <summary>The exit threshold where none is given.</summary>
    internal abstract double DefaultExitThreshold { get; }

    /// <summary>The network that hears audio of a format.</summary>
    internal NetworkRate NetworkFor(AudioFormat format) =>
        Native8kHz && format.SampleRateHz == NetworkRate.At8kHz.RateHz ? NetworkRate.At8kHz : NetworkRate.At16kHz;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its legal range.</exception>
    /// <exception cref="ArgumentException">The engine does not serve 8 kHz.</exception>
    internal virtual void Validate()
    {
        TimeSpan hour = TimeSpan.FromHours(1);
        ThrowUnless(Threshold is > 0 and <= 1, Threshold, "more than 0 and at most 1", nameof(Threshold));
        ThrowUnless(ExitThreshold is null || (ExitThreshold >= 0 && ExitThreshold <= Threshold), ExitThreshold, "from 0 to Threshold", nameof(ExitThreshold));
        ThrowUnless(IsWithin(MinimumSilence, hour), MinimumSilence, "from 0 to 1 hour", nameof(MinimumSilence));
        ThrowUnless(IsWithin(SpeechPad, TimeSpan.FromSeconds(10)), SpeechPad, "from 0 to 10 seconds", nameof(SpeechPad));
        ThrowUnless(IsWithin(MinimumSpeech, hour), MinimumSpeech, "from 0 to 1 hour", nameof(MinimumSpeech));
        TimeSpan shortest = (2 * SpeechPad) + TimeSpan.FromMilliseconds(64);
        ThrowUnless(
            MaximumSpeech == Timeout.InfiniteTimeSpan || (MaximumSpeech >= shortest && MaximumSpeech <= hour),
            MaximumSpeech,
            $"Timeout.InfiniteTimeSpan, or from {shortest} (twice SpeechPad and two frames) to 1 hour",
            nameof(MaximumSpeech));
        ThrowUnless(IsWithin(MinimumSilenceAtMaximumSpeech, hour), MinimumSilenceAtMaximumSpeech, "from 0 to 1 hour", nameof(MinimumSilenceAtMaximumSpeech));
        ThrowUnless(Enum.IsDefined(MaximumSpeechCut), MaximumSpeechCut, "a member of MaximumSpeechCut", nameof(MaximumSpeechCut));
        ThrowUnless(Enum.IsDefined(Engine), Engine, "a member of VadEngine", nameof(Engine));
        ArgumentNullException.ThrowIfNull(Model, nameof(Model));
        ArgumentNullException.ThrowIfNull(InputFormat, nameof(InputFormat));
        if (Native8kHz && Engine != VadEngine.OnnxRuntime)
        {
            throw new ArgumentException(
                $"The engine {Engine} runs the network for 16 kHz only. Use {nameof(VadEngine)}.{nameof(VadEngine.OnnxRuntime)}, "
                    + $"or leave {nameof(Native8kHz)} out: 8 kHz is then resampled.",
                nameof(Native8kHz));
        }
    }

    private static bool IsWithin(TimeSpan value, TimeSpan maximum) => value >= TimeSpan.Zero && value <= maximum;

    private protected static void ThrowUnless(bool isLegal, object? value, string expected, string name)
    {
        if (!isLegal)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {expected}.");
        }
    }
}
