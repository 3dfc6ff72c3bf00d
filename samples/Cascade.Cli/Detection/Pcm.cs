namespace Cascade.Cli.Detection;

/// <summary>The format of all positions and all saved audio: 16 kHz mono PCM16.</summary>
internal static class Pcm
{
    public const int SampleRateHz = 16_000;
    public const int BytesPerSample = 2;

    public static double ToSeconds(long samples) => (double)samples / SampleRateHz;

    /// <summary>Exact: a sample is a whole number of ticks.</summary>
    public static long ToSamples(TimeSpan time) => time.Ticks / (TimeSpan.TicksPerSecond / SampleRateHz);
}
