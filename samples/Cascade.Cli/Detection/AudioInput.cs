using System.Runtime.CompilerServices;

namespace Cascade.Cli.Detection;

/// <summary>What is listened to: a file or standard input, with a header or without.</summary>
internal sealed class AudioInput : IDisposable
{
    /// <summary>The name that means standard input.</summary>
    public const string StandardInput = "-";

    private readonly string? _path; // null: standard input itself
    private readonly bool _isCopy;

    private AudioInput(string name, AudioFormat? raw, string? path, bool isCopy) => (Name, Raw, _path, _isCopy) = (name, raw, path, isCopy);

    /// <summary>As the user wrote it.</summary>
    public string Name { get; }

    /// <summary>What the bytes mean, or null where a header tells.</summary>
    public AudioFormat? Raw { get; }

    /// <summary>Makes an input ready.</summary>
    /// <param name="name">A file, or <see cref="StandardInput"/>.</param>
    /// <param name="raw">What the bytes mean, or null where a header tells.</param>
    /// <param name="inOnePass">Whether it is read only once and as it comes. Standard input that has a header is copied first in any case: the library reads headers in files.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    public static async Task<AudioInput> PrepareAsync(string name, AudioFormat? raw, bool inOnePass, CancellationToken cancellationToken)
    {
        if (name != StandardInput)
        {
            return new AudioInput(name, raw, name, isCopy: false);
        }

        if (raw is not null && inOnePass)
        {
            return new AudioInput(name, raw, path: null, isCopy: false);
        }

        AudioInput copy = new(name, raw, Path.GetTempFileName(), isCopy: true);
        try
        {
            await using Stream input = Console.OpenStandardInput();
            await using FileStream file = File.Create(copy._path!);
            await input.CopyToAsync(file, cancellationToken).WaitAsync(cancellationToken); // a read of a pipe that is silent cannot be canceled
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>The results of a processor that has been reset and takes <see cref="Raw"/> as its format, where there is one.</summary>
    public IAsyncEnumerable<CascadeResult> ProcessAsync(StreamProcessor processor, CancellationToken cancellationToken) =>
        Raw is null ? processor.ProcessFileAsync(_path!, cancellationToken) : ProcessRawAsync(processor, cancellationToken);

    /// <summary>The timestamps of the whole, and of headerless input the bytes of a last sample that is not whole.</summary>
    public async Task<(SpeechTimestamps Found, int UnfinishedBytes)> FindTimestampsAsync(SpeechTimestampsOptions options, CancellationToken cancellationToken)
    {
        if (Raw is null)
        {
            return (await SpeechTimestamps.FromFileAsync(_path!, options, cancellationToken), 0);
        }

        byte[] bytes = await File.ReadAllBytesAsync(_path!, cancellationToken);
        int unfinished = bytes.Length % Raw.BytesPerBlock;
        return (await SpeechTimestamps.FromAudioAsync(bytes.AsMemory(0, bytes.Length - unfinished), options with { InputFormat = Raw }, cancellationToken), unfinished);
    }

    /// <summary>What is missing, if headerless input ends inside a sample.</summary>
    public string? ExplainUnfinished(long bytes) => bytes == 0
        ? null
        : $"'{Name}': The last sample is not whole: expected {Raw!.BytesPerBlock} bytes for all channels, found {bytes}. Everything up to there has been processed.";

    /// <summary>A fault in terms of the name that the user knows.</summary>
    public string Explain(Exception fault) => _isCopy ? fault.Message.Replace(_path!, Name, StringComparison.Ordinal) : fault.Message;

    public void Dispose()
    {
        if (_isCopy)
        {
            File.Delete(_path!);
        }
    }

    private async IAsyncEnumerable<CascadeResult> ProcessRawAsync(StreamProcessor processor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using Stream stream = _path is null ? Console.OpenStandardInput() : new FileStream(_path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        await foreach (CascadeResult result in processor.ProcessStreamAsync(stream, cancellationToken))
        {
            yield return result;
        }
    }
}
