namespace Cascade;

/// <summary>The counts of a processor since the stream began or was reset. Every value is measured.</summary>
public sealed record ProcessorStats
{
    /// <summary>Gets the number of bytes accepted.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>Gets the number of bytes accepted that wait for the rest of their frame, or for a call after a cancellation or a failure.</summary>
    public required long BytesWaiting { get; init; }

    /// <summary>Gets the number of bytes that a flush found outside speech and shorter than a frame: these bytes are in no result.</summary>
    public required long BytesUnused { get; init; }

    /// <summary>
    /// Gets the number of bytes that were not accepted. A call had failed, was canceled or was left early, and more than <see cref="StreamProcessorOptions.MaximumBacklog"/> would have waited. They are not
    /// in the stream, and its clock does not count them.
    /// </summary>
    public required long BytesRefused { get; init; }

    /// <summary>Gets the number of bytes of a file that may be audio and were not read, see <see cref="AudioFile.UnreadBytes"/>. Known at the end of <see cref="StreamProcessor.ProcessFileAsync"/>.</summary>
    public required long BytesUnread { get; init; }

    /// <summary>Gets the number of samples of float input that were NaN or infinite and became silence.</summary>
    public required long NonFiniteSamples { get; init; }

    /// <summary>Gets the number of bytes that the audio kept for pre-roll and open speech occupies.</summary>
    public required long BytesBuffered { get; init; }

    /// <summary>Gets the maximum that <see cref="BytesBuffered"/> has reached.</summary>
    public required long PeakBytesBuffered { get; init; }

    /// <summary>Gets the number of frames inferred.</summary>
    public required long Frames { get; init; }

    /// <summary>Gets the number of segments that have ended, whether or not they are emitted.</summary>
    public required long Segments { get; init; }

    /// <summary>Gets the number of bursts of speech that were discarded as too short.</summary>
    public required long DiscardedBursts { get; init; }

    /// <summary>Gets the total length of the segments.</summary>
    public required TimeSpan Speech { get; init; }

    /// <summary>Gets the position of the stream's clock: all audio in frames and segments so far.</summary>
    public required TimeSpan Position { get; init; }

    /// <summary>
    /// Gets how long the network took for a frame. Where the network took several frames at once, their mean counts for each. Single frames on <see cref="VadEngine.Managed"/>, which cost little more than a look at
    /// the clock, are timed one in eight. Streams of a <see cref="StreamBatch"/> are computed together and share the
    /// batch's.
    /// </summary>
    public required DurationStats Inference { get; init; }

    /// <summary>
    /// Gets how long chunks took from their acceptance until their results were known, the wait for a thread included. Counted are chunks that completed a frame and did not fail. A chunk of a source that
    /// is longer than a second counts as several. For streams of a <see cref="StreamBatch"/>, how long the batch's ticks took.
    /// </summary>
    public required DurationStats Chunks { get; init; }

    /// <summary>Gets the number of calls that ended in an error. Cancellation and disposal are no errors.</summary>
    public required long Errors { get; init; }
}
