namespace Cascade;

/// <summary>
/// Decodes a kind of compressed audio in this process, for <see cref="AudioFile"/> where the ffmpeg program is not installed. The package Cascade.Codecs has codecs for MP3, Opus and Vorbis.
/// </summary>
/// <remarks>
/// Codecs are registered once for the process, as <see cref="System.Text.Encoding.RegisterProvider"/> registers encodings. Like an installed ffmpeg, codecs serve all that opens audio files, whatever
/// the options are. An instance may be used by many threads at once; each <see cref="AudioDecoder"/> that it opens is for one reader at a time.
/// </remarks>
public abstract class AudioCodec
{
    private static readonly object Registering = new();
    private static volatile AudioCodec[] _registered = [];

    /// <summary>Adds a codec for the process. Codecs are asked in the order of registration. An instance that was registered before is not added again. Safe to call from any thread.</summary>
    /// <param name="codec">The codec.</param>
    public static void Register(AudioCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        lock (Registering)
        {
            if (!_registered.Contains(codec))
            {
                _registered = [.. _registered, codec];
            }
        }
    }

    /// <summary>Gets whether audio that begins with these bytes is of this codec's kind.</summary>
    /// <param name="start">The first 64 bytes, or all bytes of a shorter file.</param>
    public abstract bool CanDecode(ReadOnlySpan<byte> start);

    /// <summary>Begins to decode.</summary>
    /// <param name="stream">The audio at its first byte. The stream can't seek, its reads may block, and it stays open.</param>
    /// <exception cref="InvalidDataException">The audio can't be decoded. <see cref="AudioFile"/> throws an <see cref="AudioFormatException"/> with the same message.</exception>
    public abstract AudioDecoder Open(Stream stream);

    /// <summary>The first codec for audio that begins with these bytes, or null.</summary>
    internal static AudioCodec? Find(ReadOnlySpan<byte> start)
    {
        foreach (AudioCodec codec in _registered)
        {
            if (codec.CanDecode(start))
            {
                return codec;
            }
        }

        return null;
    }
}
