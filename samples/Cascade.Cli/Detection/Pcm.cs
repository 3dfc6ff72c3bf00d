namespace Cascade.Cli.Detection;

/// <summary>The format of all positions, and of audio that is saved unless the network ran at 8 kHz: 16 kHz mono PCM16.</summary>
internal static class Pcm
{
    public const int SampleRateHz = 16_000;
    public const int BytesPerSample = 2;

    public static double ToSeconds(long samples) => (double)samples / SampleRateHz;

    /// <summary>The rate of a segment's audio: 8 kHz where the network for 8 kHz heard it, otherwise 16 kHz.</summary>
    public static int RateOf(SpeechSegment speech) => (int)(SampleRateHz * (long)(speech.Audio.Length / BytesPerSample) / (speech.EndSample - speech.StartSample));

    /// <summary>Exact: a sample is a whole number of ticks.</summary>
    public static long ToSamples(TimeSpan time) => time.Ticks / (TimeSpan.TicksPerSecond / SampleRateHz);
}
