namespace Cascade.Codecs;

/// <summary>The order of channels in Opus files (that of Vorbis, with the center second) against the order in WAV files, which ffmpeg gives. Source: the Vorbis I specification, section 4.3.9.</summary>
internal static class XiphChannels
{
    private static readonly int[][] Orders =
    [
        [], [0], [0, 1], [0, 2, 1], [0, 1, 2, 3], [0, 2, 1, 3, 4], [0, 2, 1, 5, 3, 4], [0, 2, 1, 6, 5, 3, 4], [0, 2, 1, 7, 5, 6, 3, 4],
    ];

    /// <summary>For each channel in WAV's order the file's one. Above eight channels there is no order to change.</summary>
    public static IEnumerable<int> InWaveOrder(int channels) => channels < Orders.Length ? Orders[channels] : Enumerable.Range(0, channels);
}
