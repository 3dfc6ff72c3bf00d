namespace Cascade;

/// <summary>
/// A finding of a processor, in the order of the stream: one of <see cref="FrameProbability"/>, <see cref="AudioFrame"/>, <see cref="SpeechSegment"/>, <see cref="SpeechStarted"/>,
/// <see cref="SpeechProgress"/>, <see cref="SpeechEnded"/>, <see cref="SpeechDiscarded"/>. Positions count 16 kHz samples since the stream began; the range is half-open. Results of equal
/// values are equal, audio included.
/// </summary>
public abstract record CascadeResult
{
    private protected CascadeResult()
    {
    }

    /// <summary>Gets the first sample of the result, counted from the beginning of the stream.</summary>
    public required long StartSample { get; init; }

    /// <summary>Gets the sample after the last one of the result.</summary>
    public required long EndSample { get; init; }

    /// <summary>Gets the time of <see cref="StartSample"/> since the beginning of the stream, exact: a sample is 625 ticks.</summary>
    public TimeSpan Start => SampleClock.ToTime(StartSample);

    /// <summary>Gets the time of <see cref="EndSample"/> since the beginning of the stream, exact.</summary>
    public TimeSpan End => SampleClock.ToTime(EndSample);

    /// <summary>Gets how long the result lasts.</summary>
    public TimeSpan Duration => SampleClock.ToTime(EndSample - StartSample);

    /// <summary>Gets the channel of the input that the result is from, counted from 0; <see langword="null"/> for the mean of all channels.</summary>
    public int? Channel => Origin?.Channel;

    /// <summary>Gets the wall-clock time of <see cref="StartSample"/>; <see langword="null"/> without <see cref="StreamProcessorOptions.StreamTime"/>.</summary>
    public DateTimeOffset? StartTime => Origin?.StreamTime + Start;

    /// <summary>Gets the wall-clock time of <see cref="EndSample"/>; <see langword="null"/> without <see cref="StreamProcessorOptions.StreamTime"/>.</summary>
    public DateTimeOffset? EndTime => Origin?.StreamTime + End;

    /// <summary>Gets or sets the stream that the result is from, where there is anything to tell of the stream.</summary>
    internal ResultOrigin? Origin { get; init; }
}
