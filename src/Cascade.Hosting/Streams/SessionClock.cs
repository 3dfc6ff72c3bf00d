namespace Cascade.Hosting.Streams;

/// <summary>The clock of all streams: 16 kHz samples.</summary>
internal static class SessionClock
{
    public const int FrameSamples = 512;

    public static int SamplesPerSecond => AudioFormat.Pcm16Mono16k.SampleRateHz;

    private static long TicksPerSample => TimeSpan.TicksPerSecond / SamplesPerSecond;

    public static long ToSamples(TimeSpan time) => time.Ticks / TicksPerSample;

    public static double ToSeconds(long samples) => (double)samples / SamplesPerSecond;
}
