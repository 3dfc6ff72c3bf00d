namespace Cascade;

/// <summary>What a processor has counted since the stream began or was reset. Every value is measured.</summary>
public sealed record ProcessorStats
{
    /// <summary>Bytes accepted.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>Bytes accepted that wait for the rest of their frame, or for a call that goes on after a cancellation or a failure.</summary>
    public required long BytesWaiting { get; init; }

    /// <summary>Bytes that a flush found outside speech and shorter than a frame: they are in no result.</summary>
    public required long BytesUnused { get; init; }

    /// <summary>
    /// Bytes that were not accepted because a call had failed, was canceled or was left early and more than <see cref="StreamProcessorOptions.MaximumBacklog"/> would have waited. They are not
    /// in the stream, and its clock does not count them.
    /// </summary>
    public required long BytesRefused { get; init; }

    /// <summary>Samples of float input that were NaN or infinite and became silence.</summary>
    public required long NonFiniteSamples { get; init; }

    /// <summary>Bytes that the audio kept for pre-roll and open speech occupies.</summary>
    public required long BytesBuffered { get; init; }

    /// <summary>What <see cref="BytesBuffered"/> has been at most.</summary>
    public required long PeakBytesBuffered { get; init; }

    /// <summary>Frames inferred.</summary>
    public required long Frames { get; init; }

    /// <summary>Segments that have ended, whether or not they are emitted.</summary>
    public required long Segments { get; init; }

    /// <summary>Bursts of speech that were discarded as too short.</summary>
    public required long DiscardedBursts { get; init; }

    /// <summary>The total length of the segments.</summary>
    public required TimeSpan Speech { get; init; }

    /// <summary>The position of the stream's clock: all audio in frames and segments so far.</summary>
    public required TimeSpan Position { get; init; }

    /// <summary>
    /// How long the network took for a frame; where it took several at once, their mean counts for each. Single frames on <see cref="VadEngine.Managed"/>, which cost little more than a look at
    /// the clock, are timed one in eight. Streams of a <see cref="StreamBatch"/> are computed together and share the
    /// batch's.
    /// </summary>
    public required DurationStats Inference { get; init; }

    /// <summary>
    /// How long chunks took from their acceptance until their results were known, the wait for a thread included: those that completed a frame and did not fail. A chunk of a source that
    /// is longer than a second counts as several. For streams of a <see cref="StreamBatch"/>, how long the batch's ticks took.
    /// </summary>
    public required DurationStats Chunks { get; init; }

    /// <summary>Calls that ended in an error. Cancellation and disposal are none.</summary>
    public required long Errors { get; init; }
}
