using Cascade.Audio.Containers;
using Cascade.Audio.Ffmpeg;

namespace Cascade;

/// <summary>
/// An audio file of any kind as PCM, from a path or a stream: WAV is read as it is, compressed kinds are decoded by an ffmpeg child process. What it is, its content
/// says, not its name. Memory does not depend on its length. For one reader at a time.
/// </summary>
/// <remarks>
/// <see cref="StreamProcessor.ProcessFileAsync"/> and <see cref="SpeechTimestamps.DetectFileAsync"/> open files by themselves. This is for audio that has a header and no path
/// (an upload, standard input), and for a choice of <see cref="AudioFormat.Channel"/>: hand <see cref="Pcm"/> to <c>ProcessStreamAsync</c> or
/// <see cref="SpeechTimestamps.DetectAsync(Stream, AudioFormat?, SpeechTimestampsOptions?, VadEngine?, CancellationToken)"/>, with <see cref="Format"/> as the format.
/// </remarks>
public sealed class AudioFile : IAsyncDisposable
{
    private readonly Stream? _file;
    private readonly WavDataStream _pcm;
    private readonly FfmpegStream? _decoder;
    private readonly string? _path;

    private AudioFile(AudioFormat format, WavDataStream pcm, Stream? file, FfmpegStream? decoder, string? path)
    {
        _path = path;
        Format = format;
        _pcm = pcm;
        _file = file;
        _decoder = decoder;
    }

    /// <summary>What the bytes of <see cref="Pcm"/> mean.</summary>
    public AudioFormat Format { get; }

    /// <summary>
    /// The audio, to be read once from its beginning. Its reads throw <see cref="AudioFormatException"/> where a decoder fails on the way.
    /// </summary>
    public Stream Pcm => _pcm;

    /// <summary>The length that a WAV header states; <see langword="null"/> where it leaves that open, and of compressed kinds.</summary>
    public TimeSpan? Duration => _decoder is null && _pcm.DeclaredBytes is { } bytes
        ? TimeSpan.FromTicks((long)(bytes / Format.BytesPerBlock * ((decimal)TimeSpan.TicksPerSecond / Format.SampleRateHz)))
        : null;

    /// <summary>
    /// What was wrong with a file that could be read nevertheless: it was cut off, or a part could not be decoded. Known once <see cref="Pcm"/> has been read to its
    /// end; otherwise <see langword="null"/>.
    /// </summary>
    public AudioFormatException? Truncation =>
        FindShortfall() is { } shortfall ? new AudioFormatException($"{shortfall} Everything up to there has been processed.", _path, "a whole file", shortfall) : null;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="ffmpeg">The ffmpeg program's path; by default that in the environment variable CASCADE_FFMPEG, or the first in
    /// PATH.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="AudioFormatException">It is no audio, or its kind needs ffmpeg and that is not installed.</exception>
    /// <exception cref="IOException">It does not exist or cannot be read.</exception>
    public static async ValueTask<AudioFile> OpenAsync(string path, string? ffmpeg = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        try
        {
            return await OpenAsync(file, file, path, ffmpeg, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Opens a stream, which stays the caller's and is read from where it stands. A compressed kind is read ahead of the audio. M4A needs
    /// its index at the front here; as a file it may have it at the end.
    /// </summary>
    /// <param name="stream">Any stream that can be read.</param>
    /// <param name="ffmpeg">The ffmpeg program's path; by default that in the environment variable CASCADE_FFMPEG, or the first in
    /// PATH.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="AudioFormatException">It is no audio, or its kind needs ffmpeg and that is not installed.</exception>
    public static ValueTask<AudioFile> OpenAsync(Stream stream, string? ffmpeg = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return OpenAsync(stream, null, null, ffmpeg, cancellationToken);
    }

    /// <summary>Ends a decoder that is still running and closes what was opened here.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_decoder is not null)
        {
            await _decoder.DisposeAsync().ConfigureAwait(false);
        }

        if (_file is not null)
        {
            await _file.DisposeAsync().ConfigureAwait(false);
        }
    }

    private string? FindShortfall()
    {
        if (_decoder is not null)
        {
            return _decoder.Complaints is { Length: > 0 } complaints ? $"ffmpeg: {complaints}" : null;
        }

        return _pcm.MissingBytes > 0 ? $"The file is cut off: expected {_pcm.DeclaredBytes} bytes of audio, found {_pcm.DeclaredBytes - _pcm.MissingBytes}." : null;
    }

    private static async ValueTask<AudioFile> OpenAsync(Stream stream, FileStream? file, string? path, string? ffmpeg, CancellationToken cancellationToken)
    {
        var start = new byte[AudioSignature.Length];
        int length = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var whole = new PrefixedStream(start.AsMemory(0, length), stream);
        switch (AudioSignature.Of(start.AsSpan(0, length)))
        {
            case AudioContent.Unknown:
                throw Unknown(start.AsSpan(0, length), path);
            case AudioContent.Wav:
                (AudioFormat format, WavDataStream data) = await WavReader.OpenAsync(whole, path, cancellationToken).ConfigureAwait(false);
                return new AudioFile(format, data, file, decoder: null, path);
            case var content when file is { CanSeek: true }:
                await file.DisposeAsync().ConfigureAwait(false); // ffmpeg opens it again, and may then seek in it
                return await DecodeAsync(FfmpegStream.OpenFile(path!, content, ffmpeg), path, null, cancellationToken).ConfigureAwait(false);
            case var content:
                return await DecodeAsync(FfmpegStream.OpenStream(whole, content, ffmpeg), path, file, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<AudioFile> DecodeAsync(FfmpegStream decoder, string? path, Stream? file, CancellationToken cancellationToken)
    {
        try
        {
            (AudioFormat format, WavDataStream data) = await WavReader.OpenAsync(decoder, path, cancellationToken).ConfigureAwait(false);
            return new AudioFile(format, data, file, decoder, path);
        }
        catch
        {
            await decoder.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static AudioFormatException Unknown(ReadOnlySpan<byte> start, string? path)
    {
        const string Expected = "WAV, MP3, M4A, AAC, FLAC, Ogg, WebM or AIFF";
        string found = start.IsEmpty ? "nothing" : Convert.ToHexString(start);
        return new($"This is no known kind of audio file: expected {Expected}, found {found}. Headerless PCM needs its format stated.", path, Expected, found);
    }
}
