using Cascade.Audio.Containers;
using Cascade.Audio.Ffmpeg;

namespace Cascade;

/// <summary>
/// An audio file of any kind as PCM, from a path or a stream. PCM in WAV is read as it is. Everything else is decoded by an ffmpeg child process, or by a registered
/// <see cref="AudioCodec"/> where ffmpeg is not installed. The content tells the kind, and not the name. Times are those of the media: a gap in its time stamps is silence. Memory does not depend on its length. For one reader at a time.
/// </summary>
/// <remarks>
/// <see cref="StreamProcessor.ProcessFileAsync"/> and <see cref="SpeechTimestamps.DetectFileAsync"/> open files by themselves. This is for audio that has a header and no path
/// (an upload, standard input), and for a choice of <see cref="AudioFormat.Channel"/>. Hand <see cref="Pcm"/> to <c>ProcessStreamAsync</c> or
/// <see cref="SpeechTimestamps.DetectAsync(Stream, AudioFormat?, SpeechTimestampsOptions?, VadEngine?, CancellationToken)"/>, with <see cref="Format"/> as the format.
/// </remarks>
public sealed partial class AudioFile : IAsyncDisposable
{
    private readonly Stream? _file;
    private readonly WavDataStream? _wav; // none where a codec decodes
    private readonly DecoderStream? _codec;
    private readonly FfmpegStream? _decoder;
    private readonly string? _path;

    private AudioFile(AudioFormat format, Stream pcm, Stream? file, FfmpegStream? decoder, string? path)
    {
        _path = path;
        Format = format;
        Pcm = pcm;
        _wav = pcm as WavDataStream;
        _codec = pcm as DecoderStream;
        _file = file;
        _decoder = decoder;
    }

    /// <summary>Gets the format of the bytes of <see cref="Pcm"/>.</summary>
    public AudioFormat Format { get; }

    /// <summary>
    /// Gets the audio, to be read once from its beginning. Its reads throw <see cref="AudioFormatException"/> where a decoder fails on the way.
    /// </summary>
    public Stream Pcm { get; }

    /// <summary>Gets the length that a WAV header states; <see langword="null"/> where it leaves that open, and of compressed kinds.</summary>
    public TimeSpan? Duration => _decoder is null && _wav?.DeclaredBytes is { } bytes
        ? TimeSpan.FromTicks((long)(bytes / Format.BytesPerBlock * ((decimal)TimeSpan.TicksPerSecond / Format.SampleRateHz)))
        : null;

    /// <summary>
    /// Gets the fault of a file that could be read nevertheless: the file was cut off, or a part could not be decoded. Known once <see cref="Pcm"/> has been read to its
    /// end; otherwise <see langword="null"/>.
    /// </summary>
    public AudioFormatException? Truncation =>
        FindShortfall() is { } shortfall ? new AudioFormatException($"{shortfall} Everything up to there has been processed.", _path, "a whole file", shortfall) : null;

    /// <summary>
    /// Gets the number of bytes that may be audio and are in no sample of <see cref="Pcm"/>. These are a second data chunk of a WAV file, bytes behind its audio in no chunk, and a last partial sample. A file longer than 4 GB has bytes in no chunk, because its
    /// size of 32 bits has wrapped. Known once <see cref="Pcm"/> has been read to its end; otherwise 0.
    /// </summary>
    public long UnreadBytes => _decoder is null && _wav is { } wav ? wav.UnreadBytes + (wav.HasEnded ? wav.BytesRead % Format.BytesPerBlock : 0) : 0;

    /// <summary>Ends a decoder that is still running and closes what was opened here.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_decoder is not null)
        {
            await _decoder.DisposeAsync().ConfigureAwait(false);
        }

        if (_codec is not null)
        {
            await _codec.DisposeAsync().ConfigureAwait(false);
        }

        if (_file is not null)
        {
            await _file.DisposeAsync().ConfigureAwait(false);
        }
    }

    private string? FindShortfall()
    {
        if (_decoder is null)
        {
            return _wav is { MissingBytes: > 0 } wav
                ? $"The file is cut off: expected {wav.DeclaredBytes} bytes of audio, found {wav.DeclaredBytes - wav.MissingBytes}."
                : _codec?.Damage;
        }

        return _decoder.Complaints is { Length: > 0 } complaints ? $"ffmpeg: {complaints}"
            : _wav is { HasEnded: true, BytesRead: 0 } ? "ffmpeg found no audio in it."
            : null;
    }
}
