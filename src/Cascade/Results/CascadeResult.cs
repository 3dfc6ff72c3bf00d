namespace Cascade;

/// <summary>
/// What a processor found, in the order of the stream: one of <see cref="AudioFrame"/>, <see cref="SpeechSegment"/>, <see cref="SpeechStarted"/>,
/// <see cref="SpeechProgress"/>, <see cref="SpeechEnded"/>, <see cref="SpeechDiscarded"/>. Positions count 16 kHz samples since the stream began; the range is half-open.
/// </summary>
public abstract record CascadeResult
{
    private protected CascadeResult()
    {
    }

    /// <summary>The first sample of the result, counted from the beginning of the stream.</summary>
    public required long StartSample { get; init; }

    /// <summary>The sample after the last one of the result.</summary>
    public required long EndSample { get; init; }

    /// <summary>The time of <see cref="StartSample"/> since the beginning of the stream, exact: a sample is 625 ticks.</summary>
    public TimeSpan Start => SampleClock.ToTime(StartSample);

    /// <summary>The time of <see cref="EndSample"/> since the beginning of the stream, exact.</summary>
    public TimeSpan End => SampleClock.ToTime(EndSample);

    /// <summary>How long the result lasts.</summary>
    public TimeSpan Duration => SampleClock.ToTime(EndSample - StartSample);
}
