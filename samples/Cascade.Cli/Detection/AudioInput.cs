namespace Cascade.Cli.Detection;

/// <summary>What is listened to: a file or standard input, with a header or without.</summary>
internal sealed class AudioInput : IDisposable
{
    /// <summary>The name that means standard input.</summary>
    public const string StandardInput = "-";

    private readonly InputFormat _format;
    private readonly string? _path; // null: standard input itself
    private readonly bool _isCopy;

    private AudioInput(string name, InputFormat format, string? path, bool isCopy) => (Name, _format, _path, _isCopy) = (name, format, path, isCopy);

    /// <summary>As the user wrote it.</summary>
    public string Name { get; }

    /// <summary>Makes an input ready.</summary>
    /// <param name="name">A file, or <see cref="StandardInput"/>.</param>
    /// <param name="format">What its bytes mean.</param>
    /// <param name="isReadTwice">Whether it is opened more than once; standard input is then copied first.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    public static async Task<AudioInput> PrepareAsync(string name, InputFormat format, bool isReadTwice, CancellationToken cancellationToken)
    {
        if (name != StandardInput)
        {
            return new AudioInput(name, format, name, isCopy: false);
        }

        if (!isReadTwice)
        {
            return new AudioInput(name, format, path: null, isCopy: false);
        }

        AudioInput copy = new(name, format, Path.GetTempFileName(), isCopy: true);
        try
        {
            await using PatientStream input = new(StandardStreams.OpenInput());
            await using FileStream file = File.Create(copy._path!);
            await input.CopyToAsync(file, cancellationToken);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>Whether an exception is a fault of one input, so that the next ones may be better.</summary>
    public static bool IsFault(Exception fault) =>
        fault is IOException or InvalidDataException or UnauthorizedAccessException or AudioFormatException or InferenceException;

    /// <summary>Tells on standard error of a part that is missing or was left unread, if there is one.</summary>
    /// <param name="shortfall">What is missing, or null.</param>
    /// <param name="unreadBytes">Bytes that may be audio and were not read.</param>
    /// <returns>The exit code: a missing part is a fault, an unread one is not.</returns>
    public int ReportIncomplete(string? shortfall, long unreadBytes)
    {
        if (shortfall is not null)
        {
            return ErrorLine.Write(Explain(shortfall), ExitCode.BadInput);
        }

        if (unreadBytes > 0)
        {
            ErrorLine.Warn(Explain($"{unreadBytes} bytes that may be audio are left unread: the header says that the audio ends before them."));
        }

        return ExitCode.Success;
    }

    /// <summary>Opens it from its beginning.</summary>
    /// <exception cref="AudioFormatException">It is no audio.</exception>
    /// <exception cref="InvalidDataException">It does not have the channel that was asked for.</exception>
    public Task<AudioSource> OpenAsync(CancellationToken cancellationToken) => AudioSource.OpenAsync(_path, _format, cancellationToken);

    /// <summary>A fault in terms of the name that the user knows.</summary>
    public string Explain(string fault)
    {
        string message = _isCopy ? fault.Replace(_path!, Name, StringComparison.Ordinal) : fault;
        bool isNamed = Name == StandardInput ? message.StartsWith($"'{Name}'", StringComparison.Ordinal) : message.Contains($"{Name}'", StringComparison.Ordinal); // the end of a path in quotes
        return isNamed ? message : $"'{Name}': {message}";
    }

    public void Dispose()
    {
        if (_isCopy)
        {
            File.Delete(_path!);
        }
    }
}
