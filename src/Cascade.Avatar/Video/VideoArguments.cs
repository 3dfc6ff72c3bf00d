namespace Cascade.Avatar.Video;

/// <summary>The arguments of ffmpeg. Arguments are passed one by one, never through a shell.</summary>
internal static class VideoArguments
{
    // Video and audio with their container stay below 400 kbit/s.
    private const string VideoRate = "250k";
    private const string HighestVideoRate = "270k";
    private const string VideoBuffer = "135k";
    private const string AudioRate = "48k";

    /// <summary>Of the compressed audio; ffmpeg resamples to it.</summary>
    private const string AudioSampleRate = "24000";

    /// <summary>
    /// Matroska in, fragmented MP4 out. Nothing is held back, so that a frame leaves as soon as the next one comes. The flag nobuffer is not set: the samples of the first frame would be lost with it. The moov box is delayed until the first frame, because ffmpeg 5.1 writes wrong
    /// times into fragments otherwise.
    /// </summary>
    public static IReadOnlyList<string> Stream { get; } =
    [
        "-hide_banner", "-nostats", "-loglevel", "error", "-protocol_whitelist", "pipe",
        "-analyzeduration", "0", "-probesize", "32", "-f", "matroska", "-i", "pipe:0",
        "-c:v", "libx264", "-profile:v", "baseline", "-level:v", "3.0", "-preset", "veryfast", "-tune", "zerolatency", "-threads", "1", "-pix_fmt", "yuv420p",
        "-fps_mode", "cfr", "-r", $"{AvatarClock.FramesPerSecond}", "-g", $"{AvatarClock.FramesPerSecond}", "-b:v", VideoRate, "-maxrate", HighestVideoRate, "-bufsize", VideoBuffer,
        "-c:a", "aac", "-b:a", AudioRate, "-ar", AudioSampleRate, "-ac", "1",
        "-f", "mp4", "-movflags", "delay_moov+default_base_moof", "-frag_duration", $"{AvatarClock.FrameMilliseconds}000", "-flush_packets", "1", "-bitexact", "pipe:1",
    ];
}
