using Microsoft.Extensions.Logging;

namespace Cascade;

/// <summary>How a <see cref="StreamProcessor"/> works. The defaults are those of silero's <c>VADIterator</c>; every value is checked when a processor is made.</summary>
public sealed record StreamProcessorOptions : VadOptions
{
    // 2,000 years; a TimeSpan ends after 29,000.
    private const long LatestStart = 1_000_000_000_000_000;

    /// <summary>
    /// Settings for conversation: pauses of up to half a second stay inside a segment, its ends keep 300 ms of margin, and bursts of up to 250 ms are discarded.
    /// </summary>
    public static StreamProcessorOptions Conversation { get; } = new()
    {
        MinimumSilence = TimeSpan.FromMilliseconds(500),
        SpeechPad = TimeSpan.FromMilliseconds(300),
        MinimumSpeech = TimeSpan.FromMilliseconds(250),
    };

    /// <summary>Which kinds of result are emitted. Default frames and segments.</summary>
    public ResultKinds Results { get; init; } = ResultKinds.Default;

    /// <summary>
    /// What the audio of results is. Default <see cref="ResultAudio.Pcm16Mono"/>, what the network heard; <see cref="ResultAudio.Input"/>
    /// gives the input's own bytes for the result's range, <see cref="ResultAudio.None"/> none.
    /// </summary>
    public ResultAudio Audio { get; init; }

    /// <summary>
    /// How much audio may wait: of calls that failed, were canceled or were left early, and of what is pushed into a <see cref="BatchStream"/>; and from how far back results may
    /// wait to be read before a stream makes no more. Default 60 s; 1 s to 1 hour, or <see cref="Timeout.InfiniteTimeSpan"/> for no limit.
    /// </summary>
    /// <remarks>A stream with this much waiting loses nothing silently: <see cref="BatchStream.Push"/> throws and accepts nothing, and what a failed call could not keep is
    /// <see cref="ProcessorStats.BytesRefused"/>. A chunk of any length is no backlog while it is being processed.</remarks>
    public TimeSpan MaximumBacklog { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// When no audio arrives for this long while speech is open, the open segment is closed as by a flush, for the reason <see cref="SegmentEnd.InputStalled"/>. Streams that are
    /// enumerated see to it themselves, counting the time that they wait for their source; hosts that push call <see cref="StreamProcessor.CloseIfStalledAsync"/>; in a
    /// <see cref="StreamBatch"/> each tick does. Default <see langword="null"/>, never; 1 ms to 1 hour.
    /// </summary>
    public TimeSpan? InputTimeout { get; init; }

    /// <summary>
    /// The position of a stream's first sample, for one that resumes another. Default 0; 0 to 10^15. Segments are those of a stream that begins at 0, so much later.
    /// </summary>
    public long StartSample { get; init; }

    /// <summary>
    /// Where the stream logs, in the category <c>Cascade</c>: errors, a warning when processing is slower than real time, and for debugging what happens once a stream or a part of
    /// it, never what happens for every chunk or frame. Default <see langword="null"/>: nowhere.
    /// </summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>
    /// What measures how long the work takes, and <see cref="InputTimeout"/>: by its timestamps, so that setting the system's clock changes nothing. Default <see cref="TimeProvider.System"/>.
    /// </summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    // Without a lower bound, like silero's iterator.
    internal override double DefaultExitThreshold => Threshold - ExitDistance;

    internal override void Validate()
    {
        base.Validate();
        ThrowUnless((Results & ~ResultKinds.All) == 0, Results, "a combination of members of ResultKinds", nameof(Results));
        ThrowUnless(Enum.IsDefined(Audio), Audio, "a member of ResultAudio", nameof(Audio));
        TimeSpan hour = TimeSpan.FromHours(1);
        ThrowUnless(
            MaximumBacklog == Timeout.InfiniteTimeSpan || (MaximumBacklog >= TimeSpan.FromSeconds(1) && MaximumBacklog <= hour),
            MaximumBacklog,
            "Timeout.InfiniteTimeSpan, or from 1 second to 1 hour",
            nameof(MaximumBacklog));
        ThrowUnless(InputTimeout is null || (InputTimeout >= TimeSpan.FromMilliseconds(1) && InputTimeout <= hour), InputTimeout, "null, or from 1 ms to 1 hour", nameof(InputTimeout));
        ThrowUnless(StartSample is >= 0 and <= LatestStart, StartSample, "from 0 to 10^15", nameof(StartSample));
        ArgumentNullException.ThrowIfNull(TimeProvider, nameof(TimeProvider));
    }

    /// <summary>Checks options that a stream is to go on with.</summary>
    /// <exception cref="ArgumentException">A value is illegal, or differs where a stream cannot change it.</exception>
    internal void ValidateAsUpdateOf(StreamProcessorOptions current)
    {
        const string remedy = "cannot be changed while a stream lives: make a new one for it.";
        Validate();
        ThrowUnlessSame(current.Model, Model, nameof(Model), remedy);
        ThrowUnlessSame(current.Engine, Engine, nameof(Engine), remedy);
        ThrowUnlessSame(current.InputFormat, InputFormat, nameof(InputFormat), remedy);
        ThrowUnlessSame(current.Native8kHz, Native8kHz, nameof(Native8kHz), remedy);
        ThrowUnlessSame(current.ShareSession, ShareSession, nameof(ShareSession), remedy);
        ThrowUnlessSame(current.Audio, Audio, nameof(Audio), remedy);
        ThrowUnlessSame(current.LoggerFactory, LoggerFactory, nameof(LoggerFactory), remedy);
        ThrowUnlessSame(current.TimeProvider, TimeProvider, nameof(TimeProvider), remedy);
        ThrowUnlessSame(current.StartSample, StartSample, nameof(StartSample), remedy);
    }

    /// <summary>Checks the options of one stream of a batch.</summary>
    /// <exception cref="ArgumentException">A value is illegal, or the network is not the batch's.</exception>
    internal void ValidateAsStreamOf(StreamProcessorOptions batch)
    {
        const string remedy = "is one for all streams of a batch: make a batch for each.";
        Validate();
        ThrowUnlessSame(batch.Model, Model, nameof(Model), remedy);
        ThrowUnlessSame(batch.Engine, Engine, nameof(Engine), remedy);
    }

    private static void ThrowUnlessSame(object? expected, object? found, string name, string remedy)
    {
        if (!Equals(expected, found))
        {
            throw new ArgumentException($"{name} {remedy} It is {expected ?? "not set"}; found {found ?? "none"}.", name);
        }
    }
}
