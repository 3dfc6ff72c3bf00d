using Cascade.Audio;

namespace Cascade;

/// <summary>Conversions of audio for consumers other than the network of this library, such as recognizers.</summary>
public static class AudioStreamExtensions
{
    /// <summary>Returns a stream that reads PCM of any format as 16 kHz mono PCM16 little-endian, with the resampling that the network hears.</summary>
    /// <param name="pcm">Headerless PCM, such as <see cref="AudioFile.Pcm"/>. The stream stays the caller's and is read ahead of the audio by at most 16 KB.</param>
    /// <param name="format">The format of the bytes of <paramref name="pcm"/>.</param>
    /// <returns>A stream for one reader, which can be read once from its beginning to its end. It holds nothing that must be disposed.</returns>
    /// <remarks>Bytes after the last whole block are ignored. Samples that are no numbers become silence.</remarks>
    public static Stream ToPcm16Mono16k(this Stream pcm, AudioFormat format)
    {
        ArgumentNullException.ThrowIfNull(pcm);
        ArgumentNullException.ThrowIfNull(format);
        return new Pcm16Stream(pcm, format);
    }
}
