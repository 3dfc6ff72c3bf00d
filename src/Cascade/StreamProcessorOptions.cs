using Microsoft.Extensions.Logging;

namespace Cascade;

/// <summary>How a <see cref="StreamProcessor"/> works. Every value is checked when a processor is made; <see cref="Speech"/> alone may change afterwards.</summary>
public sealed record StreamProcessorOptions
{
    // 2,000 years; a TimeSpan ends after 29,000.
    private const long LatestStart = 1_000_000_000_000_000;

    /// <summary>
    /// Gets the engine that computes probabilities. Default ONNX Runtime with a session for each processor, on Silero version 6. A <see cref="StreamBatch"/> computes many streams together, at its
    /// ticks.
    /// </summary>
    public VadEngine Engine { get; init; } = VadEngine.Default;

    /// <summary>
    /// Gets the format of the bytes that are pushed or streamed; files tell theirs themselves. Default 16 kHz mono PCM16. Every other format is converted.
    /// </summary>
    public AudioFormat InputFormat { get; init; } = AudioFormat.Pcm16Mono16k;

    /// <summary>Gets the thresholds, durations and kinds of result. Default silero's, frames and segments.</summary>
    public SpeechSettings Speech { get; init; } = new();

    /// <summary>
    /// Gets the kind of audio that results carry. Default <see cref="ResultAudio.Pcm16Mono"/>, the samples that the network heard; <see cref="ResultAudio.Input"/>
    /// gives the input's own bytes for the result's range, <see cref="ResultAudio.None"/> none.
    /// </summary>
    public ResultAudio Audio { get; init; }

    /// <summary>
    /// Gets whether quiet audio is amplified for the network, by up to 42 dB. Default <see langword="false"/>, which gives silero's answers. Audio in results is never amplified.
    /// </summary>
    /// <remarks>Without gain the network misses speech below some -60 dBFS. The gain follows the loudest frame and adapts slowly, by 1 dB a second; speech of -56 dBFS and above is heard as without.</remarks>
    public bool AutomaticGain { get; init; }

    /// <summary>
    /// Gets how much audio may wait: pushed audio, and audio of calls that failed, were canceled or were left early. Results may wait from as far back before the stream makes no more. Default
    /// 60 s; 1 s to 1 hour, or <see cref="Timeout.InfiniteTimeSpan"/> for no limit.
    /// </summary>
    /// <remarks>Audio beyond the limit is refused and counted as <see cref="ProcessorStats.BytesRefused"/>, never dropped silently. A chunk of any length is no backlog while it is being processed.</remarks>
    public TimeSpan MaximumBacklog { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Gets the time without audio after which open speech is closed as by a flush, for the reason <see cref="SegmentEnd.InputStalled"/>. Enumerations and batches close by themselves; hosts that call
    /// <see cref="StreamProcessor.ProcessChunkAsync"/> call <see cref="StreamProcessor.CloseIfStalledAsync"/>. Default <see cref="Timeout.InfiniteTimeSpan"/>, never; 1 ms to 1 hour.
    /// </summary>
    public TimeSpan InputTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// Gets the position of the stream's first sample, for a stream that resumes another. Default 0; 0 to 10^15. Segments are those of a stream that begins at 0, so much later.
    /// </summary>
    public long StartSample { get; init; }

    /// <summary>
    /// Gets the wall-clock time of position 0. Results then have a <see cref="CascadeResult.StartTime"/>. Default <see langword="null"/>: results know positions only.
    /// </summary>
    public DateTimeOffset? StreamTime { get; init; }

    /// <summary>
    /// Gets the factory of the logger, category <c>Cascade</c>. Logged are errors, a warning when processing is slower than real time, and for debugging the events of a whole stream. No entry is logged for a chunk or
    /// a frame. Default <see langword="null"/>: no log.
    /// </summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>
    /// Gets the clock of measurements and of <see cref="InputTimeout"/>. Only its timestamps are used, so that setting the system's clock changes nothing. Default <see cref="TimeProvider.System"/>.
    /// </summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets the number of the channel that the mono input was taken from, for its results; <see langword="null"/> if it was not.</summary>
    internal int? ChannelNumber { get; init; }

    /// <summary>Checks every value against its legal range. Processors do so when they are made.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its legal range; the message names the range and the value.</exception>
    /// <exception cref="ArgumentNullException">A value that must not be <see langword="null"/> is.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Engine);
        ArgumentNullException.ThrowIfNull(InputFormat);
        ArgumentNullException.ThrowIfNull(Speech);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        Speech.Validate();
        TimeSpan hour = TimeSpan.FromHours(1);
        DetectionSettings.ThrowUnless(Audio is >= ResultAudio.Pcm16Mono and <= ResultAudio.None, Audio, "a member of ResultAudio", nameof(Audio));
        DetectionSettings.ThrowUnless(
            MaximumBacklog == Timeout.InfiniteTimeSpan || (MaximumBacklog >= TimeSpan.FromSeconds(1) && MaximumBacklog <= hour),
            MaximumBacklog,
            "Timeout.InfiniteTimeSpan, or from 1 second to 1 hour",
            nameof(MaximumBacklog));
        DetectionSettings.ThrowUnless(
            InputTimeout == Timeout.InfiniteTimeSpan || (InputTimeout >= TimeSpan.FromMilliseconds(1) && InputTimeout <= hour),
            InputTimeout,
            "Timeout.InfiniteTimeSpan, or from 1 ms to 1 hour",
            nameof(InputTimeout));
        DetectionSettings.ThrowUnless(StartSample is >= 0 and <= LatestStart, StartSample, "from 0 to 10^15", nameof(StartSample));
    }
}
