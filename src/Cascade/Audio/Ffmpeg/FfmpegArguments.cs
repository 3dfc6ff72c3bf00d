namespace Cascade.Audio.Ffmpeg;

/// <summary>The arguments of ffmpeg. Arguments are passed one by one, never through a shell.</summary>
internal static class FfmpegArguments
{
    /// <summary>
    /// The kinds of file that may be opened, in ffmpeg's words: those with audio in one file. Without the list, a playlist in disguise could make it open other files, and with other protocols,
    /// addresses. Kinds that are told by a name's extension alone are not among them.
    /// </summary>
    private const string Demuxers =
        "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,asf_o,au,avi,caf,dsf,eac3,flac,flv,matroska,mov,mp3,mpc,mpc8,mpeg,mpegts,ogg,rm,tta,voc,w64,wav,wv,xwma";

    /// <summary>
    /// Puts the samples where their time stamps say: audio that begins after the video does begins with silence, and a gap is silence of its length. Gaps and overlaps up to a tenth of a second are
    /// taken for rounding until they sum up to more. Nothing is stretched.
    /// </summary>
    private const string ByTimeStamps = "aresample=async=1:first_pts=0";

    /// <summary>
    /// For a file. The prefix keeps a name that looks like an option or like an address of another protocol from being one.
    /// </summary>
    public static IReadOnlyList<string> ForFile(string path) => [.. Before("file"), "-i", "file:" + Path.GetFullPath(path), .. After];

    public static IReadOnlyList<string> ForStandardInput() => [.. Before("pipe"), "-i", "pipe:0", .. After];

    private static string[] After => ["-map", "0:a:0", "-map_metadata", "-1", "-af", ByTimeStamps, "-c:a", "pcm_f32le", "-bitexact", "-f", "wav", "pipe:1"];

    private static string[] Before(string protocol) =>
        ["-hide_banner", "-nostats", "-loglevel", "error", "-protocol_whitelist", protocol, "-format_whitelist", Demuxers];
}
