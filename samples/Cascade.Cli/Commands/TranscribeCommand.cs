using System.CommandLine;
using Cascade.Cli.Detection;
using Cascade.Cli.Speech;

namespace Cascade.Cli.Commands;

/// <summary><c>transcribe</c>: the text of the speech in audio.</summary>
internal sealed class TranscribeCommand
{
    private readonly InputArguments _input = new(takesMany: true, takesEachChannel: true);

    private readonly Option<TranscriptFormat> _format = OptionFactory.Choice(
        "--format", "The form of the transcript", ("txt", TranscriptFormat.Text), ("srt", TranscriptFormat.Srt), ("vtt", TranscriptFormat.WebVtt), ("json", TranscriptFormat.Json));

    private readonly RecognizerArguments _recognizer = new();

    public static Command Create()
    {
        TranscribeCommand transcribe = new();
        Command command = new("transcribe", "Write the speech in audio files as text, with pocketsphinx (English).");
        transcribe._input.AddTo(command);
        command.Add(transcribe._format);
        transcribe._recognizer.AddTo(command);
        command.SetAction(transcribe.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string[] files = _input.Files(parsed);
        TranscriptFormat format = parsed.GetValue(_format);
        if (files.Length > 1 && format is TranscriptFormat.Srt or TranscriptFormat.WebVtt)
        {
            return ErrorLine.Write("--format srt and vtt describe one FILE; found several.", ExitCode.BadUsage);
        }

        try
        {
            return await CommandRun.GuardAsync(_input.FindFault(parsed), async () =>
            {
                await using SpeechWorkers workers = new(RecognizerArguments.ToOptions(_recognizer.ToRecognizer(parsed, await _recognizer.ReadGrammarAsync(parsed, cancellationToken))));
                await workers.InitializeAsync(cancellationToken);
                TranscriptWriter writer = new(format, Console.Out);
                return await TranscribeAllAsync(workers, files, parsed, writer, cancellationToken);
            });
        }
        catch (SpeechWorkerException fault)
        {
            return ErrorLine.Write(fault.Message, ExitCode.BadInput);
        }
    }

    private async Task<int> TranscribeAllAsync(SpeechWorkers workers, string[] files, ParseResult parsed, TranscriptWriter writer, CancellationToken cancellationToken)
    {
        int exitCode = ExitCode.Success;
        foreach (string file in files)
        {
            using AudioInput input = await AudioInput.PrepareAsync(file, _input.Format(parsed), _input.EachChannel(parsed), cancellationToken);
            try
            {
                writer.Begin();
                Transcription transcription = new(workers, input, Environment.ProcessorCount);
                bool isWhole = await transcription.RunAsync(_input.EachChannel(parsed), writer, cancellationToken);
                writer.End(file);
                exitCode = isWhole ? exitCode : ExitCode.BadInput;
            }
            catch (Exception fault) when (AudioInput.IsFault(fault))
            {
                exitCode = ErrorLine.Write(input.Explain(fault.Message), ExitCode.BadInput);
            }
        }

        return exitCode;
    }
}
