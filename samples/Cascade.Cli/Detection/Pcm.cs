namespace Cascade.Cli.Detection;

/// <summary>The format of all positions and all saved audio: 16 kHz mono PCM16.</summary>
internal static class Pcm
{
    public const int SampleRateHz = 16_000;
    public const int BytesPerSample = 2;

    public static double ToSeconds(long samples) => (double)samples / SampleRateHz;

    /// <summary>The length that the library makes of input in a format: the samples whose time lies before its end.</summary>
    public static long ToSamples(long bytes, AudioFormat format) =>
        ((bytes / format.BytesPerBlock * SampleRateHz) + format.SampleRateHz - 1) / format.SampleRateHz;
}
