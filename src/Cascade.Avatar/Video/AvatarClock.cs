namespace Cascade.Avatar.Video;

/// <summary>The one clock of pictures and audio: it counts frames of 40 milliseconds, and a frame has as many samples at any rate that 25 divides.</summary>
internal static class AvatarClock
{
    public const int FramesPerSecond = LipSyncChunks.FramesPerSecond;

    public const int FrameMilliseconds = 1_000 / FramesPerSecond;

    /// <summary>Samples of a frame at 16 kHz.</summary>
    public const int FrameSamples = SampleClock.SampleRateHz / FramesPerSecond;

    public static TimeSpan ToTime(long frames) => TimeSpan.FromMilliseconds(frames * FrameMilliseconds);
}
