using System.Runtime.InteropServices;
using NAudio.Wave;

namespace Cascade;

/// <summary>Segments for NAudio.</summary>
public static class SegmentExtensions
{
    /// <summary>Creates a wave stream over the audio of a segment, without a copy. It can seek and needs no disposal.</summary>
    /// <param name="segment">A segment with audio.</param>
    /// <exception cref="NotSupportedException">NAudio has no format like the segment's (see <see cref="WaveFormatExtensions.ToWaveFormat"/>).</exception>
    public static WaveStream ToWaveStream(this SpeechSegment segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        WaveFormat format = segment.Format.ToWaveFormat();
        return MemoryMarshal.TryGetArray(segment.Audio, out ArraySegment<byte> array)
            ? new RawSourceWaveStream(array.Array ?? [], array.Offset, array.Count, format)
            : new RawSourceWaveStream(segment.Audio.ToArray(), 0, segment.Audio.Length, format);
    }
}
