namespace Cascade.Cli.Output;

/// <summary>Positions as other tools write them.</summary>
internal static class Clock
{
    /// <summary>Seconds, exact: a sample is 62.5 microseconds.</summary>
    public static string Seconds(long samples) => ((decimal)samples / SampleClock.SampleRateHz).ToString("0.000####");

    /// <summary>What text says of a segment's channel: nothing, where the channels are not listened to each.</summary>
    public static string InChannel(int? channel) => channel is { } number ? $" (channel {number})" : "";

    /// <summary>Hours, minutes, seconds and milliseconds, rounded.</summary>
    public static string Subtitle(long samples, char point)
    {
        TimeSpan time = TimeSpan.FromMilliseconds((long)Math.Round(1000m * samples / SampleClock.SampleRateHz, MidpointRounding.AwayFromZero));
        return $"{(long)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}{point}{time.Milliseconds:000}";
    }
}
