namespace Cascade.Extensions.AI.Audio;

/// <summary>A stream that a speech-to-text client was given, opened: PCM and its meaning.</summary>
internal sealed class SpeechInput : IAsyncDisposable
{
    private const int SignatureLength = 4;

    private readonly AudioFile? _file;

    private SpeechInput(Stream pcm, AudioFormat format, AudioFile? file) => (Pcm, Format, _file) = (pcm, format, file);

    public Stream Pcm { get; }

    public AudioFormat Format { get; }

    /// <summary>The fault of a file that could be read in part, once it has been read.</summary>
    public AudioFormatException? Truncation => _file?.Truncation;

    /// <summary>Opens a stream from where it stands.</summary>
    /// <param name="stream">Stays the caller's.</param>
    /// <param name="headerless">The format of headerless PCM, or null where the content tells. A WAV file is read as one in any case: four given bytes do not come by chance.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="AudioFormatException">The stream is no audio.</exception>
    public static async ValueTask<SpeechInput> OpenAsync(Stream stream, AudioFormat? headerless, CancellationToken cancellationToken)
    {
        if (headerless is not null)
        {
            byte[] start = new byte[SignatureLength];
            int length = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            stream = new StartedStream(start.AsMemory(0, length), stream);
            if (!IsWav(start))
            {
                return new SpeechInput(stream, headerless, file: null);
            }
        }

        AudioFile file = await AudioFile.OpenAsync(stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        return new SpeechInput(file.Pcm, file.Format, file);
    }

    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static bool IsWav(ReadOnlySpan<byte> start) => start.SequenceEqual("RIFF"u8) || start.SequenceEqual("RIFX"u8) || start.SequenceEqual("RF64"u8);
}
