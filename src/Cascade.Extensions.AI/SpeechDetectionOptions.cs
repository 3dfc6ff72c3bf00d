using Microsoft.Extensions.Logging;

namespace Cascade;

/// <summary>How voice activity detection works in front of a speech-to-text client. Every value is checked when the client is built.</summary>
public sealed record SpeechDetectionOptions
{
    /// <summary>
    /// Gets how speech is found. The default closes a segment after 500 ms of silence, and keeps 200 ms of margin. The default discards bursts of up to 100 ms, and runs on the managed engine.
    /// The kinds of result and the format of the audio are set by the client; <see cref="StreamProcessorOptions.InputFormat"/> is used for headerless input, see <see cref="IsHeaderless"/>.
    /// </summary>
    public StreamProcessorOptions Detection { get; init; } = new()
    {
        Engine = VadEngine.Managed(),
        Speech = new()
        {
            MinimumSilence = TimeSpan.FromMilliseconds(500),
            SpeechPad = TimeSpan.FromMilliseconds(200),
            MinimumSpeech = TimeSpan.FromMilliseconds(100),
            MaximumSpeech = TimeSpan.FromSeconds(30),
        },
    };

    /// <summary>
    /// Gets whether streams hold PCM without a header, in the format of <see cref="StreamProcessorOptions.InputFormat"/>. Default <see langword="false"/>: the content tells, and headerless
    /// PCM16 mono is read where the call's options state a sample rate.
    /// </summary>
    public bool IsHeaderless { get; init; }

    /// <summary>
    /// Gets the length up to which segments that were cut at <see cref="DetectionSettings.MaximumSpeech"/> are joined; speech that goes on becomes another utterance. Default 60 s; 1 s to 10 minutes.
    /// </summary>
    public TimeSpan MaximumUtterance { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the length below which utterances never reach the client: recognizers crash on empty audio and invent words for very short audio. Default 100 ms; 1 ms to 10 s.</summary>
    public TimeSpan MinimumUtterance { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Gets how many utterances the client recognizes at the same time; texts come in the order of the audio nevertheless. Default 1; 1 to 256. A pool of workers wants as many as it has decoders.
    /// </summary>
    public int MaximumConcurrency { get; init; } = 1;

    /// <summary>
    /// Gets how many utterances may wait for the client before the stream is no longer read. Default 16; 0 to 1,024. Each may hold <see cref="MaximumUtterance"/> of audio, 32 KB a second.
    /// </summary>
    public int MaximumWaiting { get; init; } = 16;

    /// <summary>
    /// Gets whether an utterance that the client fails on becomes an update of the kind <c>Error</c> with its times, after which the stream goes on. Default <see langword="false"/>: the
    /// client's exception is thrown after the texts from before it.
    /// </summary>
    public bool ReportsErrors { get; init; }

    /// <summary>Gets where faults are logged, in the category <c>Cascade.Extensions.AI</c>. Default <see langword="null"/>: the logger factory of the builder's services, or nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Detection, nameof(Detection));
        ThrowUnless(IsWithin(MaximumUtterance, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)), MaximumUtterance, "from 1 second to 10 minutes", nameof(MaximumUtterance));
        ThrowUnless(IsWithin(MinimumUtterance, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10)), MinimumUtterance, "from 1 ms to 10 seconds", nameof(MinimumUtterance));
        ThrowUnless(MaximumConcurrency is >= 1 and <= 256, MaximumConcurrency, "from 1 to 256", nameof(MaximumConcurrency));
        ThrowUnless(MaximumWaiting is >= 0 and <= 1024, MaximumWaiting, "from 0 to 1,024", nameof(MaximumWaiting));
    }

    private static bool IsWithin(TimeSpan value, TimeSpan minimum, TimeSpan maximum) => value >= minimum && value <= maximum;

    private static void ThrowUnless(bool isLegal, object value, string expected, string name)
    {
        if (!isLegal)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {expected}.");
        }
    }
}
