using System.Text;
using Cascade.Cli.Detection;
using Cascade.Cli.Speech;

namespace Cascade.Cli.Archives.Work;

/// <summary>Writes speech as text as <c>transcribe --format json</c> does, with recognizers that stay loaded.</summary>
internal sealed class TranscribeRunner(SpeechWorkers workers, InputFormat format, bool eachChannel) : ITaskRunner
{
    /// <summary>Starts the recognizers.</summary>
    /// <exception cref="SpeechWorkerException">They cannot be started.</exception>
    public static async Task<TranscribeRunner> StartAsync(SpeechWorkerOptions options, InputFormat format, bool eachChannel, CancellationToken cancellationToken)
    {
        SpeechWorkers workers = new(options);
        try
        {
            await workers.InitializeAsync(cancellationToken);
            return new TranscribeRunner(workers, format, eachChannel);
        }
        catch
        {
            await workers.DisposeAsync();
            throw;
        }
    }

    public async Task<byte[]> RunAsync(string path, FileProgress progress, CancellationToken cancellationToken)
    {
        using AudioInput input = await AudioInput.PrepareAsync(path, format, isReadTwice: eachChannel, cancellationToken);
        List<string> faults = [];
        using StringWriter text = new();
        TranscriptWriter writer = new(TranscriptFormat.Json, text);
        writer.Begin();
        Transcription transcription = new(workers, input, Environment.ProcessorCount)
        {
            Tell = faults.Add,
            Show = (_, work, watch) =>
            {
                progress.Follow(watch);
                return work;
            },
        };
        if (!await transcription.RunAsync(eachChannel, writer, cancellationToken))
        {
            throw new IOException(faults.Count > 0 ? string.Join(' ', faults) : "A part could not be recognized."); // a worker may do better another time
        }

        writer.End(path);
        return ResultDocument.Clean(Encoding.UTF8.GetBytes(text.ToString()), shortfall: null);
    }

    public ValueTask DisposeAsync() => workers.DisposeAsync();
}
