namespace Cascade;

/// <summary>The stream's clock: a count of 16 kHz samples.</summary>
internal static class SampleClock
{
    /// <summary>Samples per second of everything behind the front door.</summary>
    public const int SampleRateHz = 16_000;

    private const long TicksPerSample = TimeSpan.TicksPerSecond / SampleRateHz;

    public static TimeSpan ToTime(long samples) => new(samples * TicksPerSample);

    /// <summary>Whole samples in a duration, rounded down.</summary>
    public static long ToSamples(TimeSpan duration) => duration.Ticks / TicksPerSample;
}
