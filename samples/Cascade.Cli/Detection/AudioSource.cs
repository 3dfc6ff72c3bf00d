namespace Cascade.Cli.Detection;

/// <summary>An input that is open: PCM to be read once.</summary>
internal sealed class AudioSource : IAsyncDisposable
{
    private readonly PatientStream _pcm;
    private readonly AudioFile? _file;
    private readonly PatientStream? _input;

    private AudioSource(AudioFormat format, Stream pcm, AudioFile? file, PatientStream? input) =>
        (Format, _pcm, _file, _input) = (format, new PatientStream(pcm), file, input);

    /// <summary>What the bytes of <see cref="Pcm"/> mean.</summary>
    public AudioFormat Format { get; }

    public Stream Pcm => _pcm;

    /// <summary>How far it has been read.</summary>
    public TimeSpan Position => TimeSpan.FromSeconds((double)_pcm.BytesRead / Format.BytesPerBlock / Format.SampleRateHz);

    /// <summary>Its length, where that is known beforehand.</summary>
    public TimeSpan? Duration => _file?.Duration;

    /// <summary>What is missing, if anything; known at the end.</summary>
    public string? Shortfall => _file is not null ? _file.Truncation?.Message
        : _pcm.BytesRead % Format.BytesPerBlock is > 0 and var bytes
            ? $"The last sample is not whole: expected {Format.BytesPerBlock} bytes for all channels, found {bytes}. Everything up to there has been processed."
            : null;

    /// <summary>Bytes that may be audio and are not in <see cref="Pcm"/>; known at the end.</summary>
    public long UnreadBytes => _file?.UnreadBytes ?? 0;

    /// <param name="path">A file, or null for standard input.</param>
    /// <param name="format">What its bytes mean.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    public static async Task<AudioSource> OpenAsync(string? path, InputFormat format, CancellationToken cancellationToken)
    {
        if (format.Raw is { } raw)
        {
            Stream stream = path is null ? StandardStreams.OpenInput() : await OpenFileAsync(path, cancellationToken);
            return new AudioSource(format.Choose(raw), stream, file: null, input: null);
        }

        PatientStream? input = path is null ? new PatientStream(StandardStreams.OpenInput()) : null;
        AudioFile file = input is null ? await AudioFile.OpenAsync(path!, cancellationToken: cancellationToken) : await AudioFile.OpenAsync(input, cancellationToken: cancellationToken);
        try
        {
            return new AudioSource(format.Choose(file.Format), file.Pcm, file, input);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    // The opening of a named pipe lasts until somebody writes to the pipe. Where it is canceled, the process ends.
    private static Task<FileStream> OpenFileAsync(string path, CancellationToken cancellationToken) => Task.Run(
        () => Directory.Exists(path)
            ? throw new InvalidDataException("This is a folder: expected audio.")
            : new FileStream(path, new FileStreamOptions { Share = FileShare.ReadWrite, BufferSize = 0, Options = FileOptions.Asynchronous | FileOptions.SequentialScan }),
        CancellationToken.None).WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _pcm.DisposeAsync();
        await (_file?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_input?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
