using System.Runtime.InteropServices;
using NAudio.Wave;

namespace Cascade;

/// <summary>Segments for NAudio.</summary>
public static class SegmentExtensions
{
    /// <summary>Creates a wave stream over the audio of a segment, without a copy. It can seek and needs no disposal.</summary>
    /// <param name="segment">A segment with audio.</param>
    /// <param name="format">What the audio of results is: <see cref="AudioFormat.Pcm16Mono16k"/> if <see langword="null"/>. A processor with <see cref="ResultAudio.Input"/> or
    /// <see cref="VadOptions.Native8kHz"/> gives another format.</param>
    /// <exception cref="NotSupportedException">NAudio has no such format (see <see cref="WaveFormatExtensions.ToWaveFormat"/>).</exception>
    public static WaveStream ToWaveStream(this SpeechSegment segment, AudioFormat? format = null)
    {
        ArgumentNullException.ThrowIfNull(segment);
        WaveFormat waveFormat = (format ?? AudioFormat.Pcm16Mono16k).ToWaveFormat();
        return MemoryMarshal.TryGetArray(segment.Audio, out ArraySegment<byte> array)
            ? new RawSourceWaveStream(array.Array ?? [], array.Offset, array.Count, waveFormat)
            : new RawSourceWaveStream(segment.Audio.ToArray(), 0, segment.Audio.Length, waveFormat);
    }

    /// <summary>Saves the audio of a segment as a WAV file, in place of a file that exists.</summary>
    /// <param name="segment">A segment with audio.</param>
    /// <param name="path">The file's path.</param>
    /// <param name="format">What the audio of results is, as for <see cref="ToWaveStream"/>.</param>
    /// <exception cref="NotSupportedException">NAudio has no such format.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void SaveWav(this SpeechSegment segment, string path, AudioFormat? format = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using WaveStream audio = segment.ToWaveStream(format);
        using WaveFileWriter file = new(path, audio.WaveFormat);
        audio.CopyTo(file);
    }
}
