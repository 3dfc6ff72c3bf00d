using Cascade.Audio.Containers;
using Cascade.Audio.Ffmpeg;

namespace Cascade;

/// <content>Finds out what a file is, and who reads it.</content>
public sealed partial class AudioFile
{
    private const string KnownKinds = "WAV, MP3, M4A, AAC, FLAC, Ogg, WebM or AIFF";

    /// <summary>Opens a file. A named pipe is waited for, and its reads can be canceled.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="ffmpeg">The ffmpeg program's path; by default that in the environment variable CASCADE_FFMPEG, or the first in
    /// PATH.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="AudioFormatException">It is no audio or a folder, or its kind needs ffmpeg and neither that nor a codec is installed.</exception>
    /// <exception cref="IOException">It does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static async ValueTask<AudioFile> OpenAsync(string path, string? ffmpeg = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Stream file = await FileOpener.OpenAsync(path, cancellationToken).ConfigureAwait(false);
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
    /// Opens a stream, which stays the caller's and is read from where it stands to its end, also behind the audio. A compressed kind is read ahead of the audio. M4A needs its index at the
    /// front here; as a file it may have it at the end.
    /// </summary>
    /// <param name="stream">Any stream that can be read.</param>
    /// <param name="ffmpeg">The ffmpeg program's path; by default that in the environment variable CASCADE_FFMPEG, or the first in
    /// PATH.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="AudioFormatException">It is no audio, or its kind needs ffmpeg and neither that nor a codec is installed.</exception>
    public static ValueTask<AudioFile> OpenAsync(Stream stream, string? ffmpeg = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return OpenAsync(stream, null, null, ffmpeg, cancellationToken);
    }

    private static async ValueTask<AudioFile> OpenAsync(Stream stream, Stream? file, string? path, string? ffmpeg, CancellationToken cancellationToken)
    {
        var start = new byte[AudioSignature.CodecLength];
        int length = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var whole = new PrefixedStream(start.AsMemory(0, length), stream);
        AudioContent kind = AudioSignature.Of(start.AsSpan(0, length));
        if (kind is not (AudioContent.Unknown or AudioContent.Wav) && FindCodec(start.AsSpan(0, length), ffmpeg) is { } codec)
        {
            return await DecodeAsync(codec, whole, file, kind.ToString(), path, cancellationToken).ConfigureAwait(false);
        }

        return kind switch
        {
            AudioContent.Unknown => await OpenUnknownAsync(start.AsMemory(0, Math.Min(length, AudioSignature.Length)), whole, file, path, ffmpeg, cancellationToken).ConfigureAwait(false),
            AudioContent.Wav => await OpenWavAsync(whole, file, path, ffmpeg, cancellationToken).ConfigureAwait(false),
            _ => await DecodeAsync(whole, file, kind.ToString(), path, ffmpeg, cancellationToken).ConfigureAwait(false),
        };
    }

    private static async ValueTask<AudioFile> OpenWavAsync(Stream whole, Stream? file, string? path, string? ffmpeg, CancellationToken cancellationToken)
    {
        var header = new RecordedStream(whole);
        WavContent wav = await WavReader.OpenAsync(header, path, cancellationToken).ConfigureAwait(false);
        if (wav.OtherEncoding is null)
        {
            header.Stop();
            return new AudioFile(wav.Format!, wav.Data!, file, decoder: null, path);
        }

        string kind = $"WAV with {wav.OtherEncoding}";
        Stream again = header.Rewind() ?? throw new AudioFormatException($"The header of this {kind} is too long to be handed to ffmpeg.", path, "at most 1 MB before the format", "more");
        return await DecodeAsync(again, file, kind, path, ffmpeg, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>MP3 may begin anywhere. Anything else is ffmpeg's to tell.</summary>
    private static async ValueTask<AudioFile> OpenUnknownAsync(
        ReadOnlyMemory<byte> start, Stream whole, Stream? file, string? path, string? ffmpeg, CancellationToken cancellationToken)
    {
        var more = new byte[MpegFrames.SearchLength];
        int length = await whole.ReadAtLeastAsync(more, more.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        int frame = MpegFrames.Find(more.AsSpan(0, length));
        if (frame >= 0)
        {
            var frames = new PrefixedStream(more.AsMemory(frame, length - frame), whole);
            if (FindCodec(more.AsSpan(frame, length - frame), ffmpeg) is { } codec)
            {
                return await DecodeAsync(codec, frames, file, nameof(AudioContent.Mp3), path, cancellationToken).ConfigureAwait(false);
            }

            return await DecodeStreamAsync(frames, file, nameof(AudioContent.Mp3), path, ffmpeg, cancellationToken).ConfigureAwait(false);
        }

        string found = start.IsEmpty ? "nothing" : Convert.ToHexString(start.Span);
        if (start.Length < AudioSignature.Length)
        {
            throw Unknown(""); // too short for any kind
        }

        if (FfmpegProgram.TryFind(ffmpeg) is null)
        {
            throw Unknown(" The ffmpeg program, which knows more kinds, is not installed.");
        }

        try
        {
            return await DecodeAsync(new PrefixedStream(more.AsMemory(0, length), whole), file, "unknown", path, ffmpeg, cancellationToken).ConfigureAwait(false);
        }
        catch (AudioFormatException fault)
        {
            bool isOfNoUse = fault.Found?.Contains("whitelist", StringComparison.Ordinal) == true; // ffmpeg took it for a picture or a list of files
            throw Unknown(isOfNoUse ? " ffmpeg does not know it either." : $" ffmpeg does not know it either: {fault.Found}.", fault);
        }

        AudioFormatException Unknown(string more, Exception? fault = null) => new(
            $"This is no known kind of audio file: expected {KnownKinds}, found {found}. Headerless PCM needs its format stated.{more}", path, KnownKinds, found, fault);
    }

    // ffmpeg goes first where it is installed: it knows every variant, and the same file gives the same samples on every machine that has it.
    private static AudioCodec? FindCodec(ReadOnlySpan<byte> start, string? ffmpeg) =>
        string.IsNullOrEmpty(ffmpeg) && FfmpegProgram.TryFind() is null ? AudioCodec.Find(start) : null;

    private static async ValueTask<AudioFile> DecodeAsync(AudioCodec codec, Stream whole, Stream? file, string kind, string? path, CancellationToken cancellationToken)
    {
        DecoderStream decoder = await DecoderStream.OpenAsync(codec, whole, kind, path, cancellationToken).ConfigureAwait(false);
        return new AudioFile(decoder.Format, decoder, file, decoder: null, path);
    }

    private static async ValueTask<AudioFile> DecodeAsync(Stream whole, Stream? file, string kind, string? path, string? ffmpeg, CancellationToken cancellationToken)
    {
        if (file is not { CanSeek: true })
        {
            return await DecodeStreamAsync(whole, file, kind, path, ffmpeg, cancellationToken).ConfigureAwait(false);
        }

        await file.DisposeAsync().ConfigureAwait(false); // ffmpeg opens it again, and may then seek in it
        return await ReadAsync(FfmpegStream.OpenFile(path!, kind, ffmpeg), null, path, cancellationToken).ConfigureAwait(false);
    }

    private static ValueTask<AudioFile> DecodeStreamAsync(Stream whole, Stream? file, string kind, string? path, string? ffmpeg, CancellationToken cancellationToken) =>
        ReadAsync(FfmpegStream.OpenStream(whole, kind, ffmpeg, path), file, path, cancellationToken);

    private static async ValueTask<AudioFile> ReadAsync(FfmpegStream decoder, Stream? file, string? path, CancellationToken cancellationToken)
    {
        try
        {
            WavContent wav = await WavReader.OpenAsync(decoder, path, cancellationToken).ConfigureAwait(false);
            return new AudioFile(wav.Format!, wav.Data!, file, decoder, path);
        }
        catch
        {
            await decoder.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
