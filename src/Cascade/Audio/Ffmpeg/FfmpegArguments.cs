namespace Cascade.Audio.Ffmpeg;

/// <summary>What ffmpeg is told. Arguments are passed one by one, never through a shell.</summary>
internal static class FfmpegArguments
{
    /// <summary>
    /// The kinds of file that are told apart by content, in ffmpeg's words. Without the list, a playlist in disguise could make it open
    /// other files, and with other protocols, addresses.
    /// </summary>
    private const string Demuxers = "aac,aiff,flac,matroska,mov,mp3,ogg,wav";

    /// <summary>
    /// For a file. The prefix keeps a name that looks like an option or like an address of another protocol from being one.
    /// </summary>
    public static IReadOnlyList<string> ForFile(string path) => [.. Before("file"), "-i", "file:" + Path.GetFullPath(path), .. After];

    public static IReadOnlyList<string> ForStandardInput() => [.. Before("pipe"), "-i", "pipe:0", .. After];

    private static string[] After => ["-map", "0:a:0", "-map_metadata", "-1", "-c:a", "pcm_f32le", "-bitexact", "-f", "wav", "pipe:1"];

    private static string[] Before(string protocol) =>
        ["-hide_banner", "-nostats", "-loglevel", "error", "-protocol_whitelist", protocol, "-format_whitelist", Demuxers];
}
