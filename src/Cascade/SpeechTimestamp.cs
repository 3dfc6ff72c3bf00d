namespace Cascade;

/// <summary>A stretch of speech in a recording, in 16 kHz samples from its beginning; half-open.</summary>
/// <param name="StartSample">The first sample.</param>
/// <param name="EndSample">The sample after the last one.</param>
public readonly record struct SpeechTimestamp(long StartSample, long EndSample)
{
    /// <summary>Gets the time of <see cref="StartSample"/>, exact.</summary>
    public TimeSpan Start => SampleClock.ToTime(StartSample);

    /// <summary>Gets the time of <see cref="EndSample"/>, exact.</summary>
    public TimeSpan End => SampleClock.ToTime(EndSample);

    /// <summary>Gets how long the speech lasts.</summary>
    public TimeSpan Duration => SampleClock.ToTime(EndSample - StartSample);
}
