using System.CommandLine;
using Cascade.Cli.Detection;
using Cascade.Cli.Speech;

namespace Cascade.Cli.Commands;

/// <summary><c>transcribe</c>: the text of the speech in audio.</summary>
internal sealed class TranscribeCommand
{
    private const string GrammarName = "grammar";

    private readonly InputArguments _input = new(takesMany: true, takesEachChannel: true);

    private readonly Option<TranscriptFormat> _format = OptionFactory.Choice(
        "--format", "The form of the transcript", ("txt", TranscriptFormat.Text), ("srt", TranscriptFormat.Srt), ("vtt", TranscriptFormat.WebVtt), ("json", TranscriptFormat.Json));

    private readonly Option<PocketSphinxSpeed> _speed = OptionFactory.Choice(
        "--speed", "The recognizer's choice between accuracy and speed", ("accurate", PocketSphinxSpeed.Accurate), ("fast", PocketSphinxSpeed.Fast), ("fastest", PocketSphinxSpeed.Fastest));

    private readonly Option<string?> _grammar = OptionFactory.File("--grammar", "Hear only what a grammar in JSGF allows [default: the full vocabulary]");

    private readonly Option<string?> _model = OptionFactory.Folder("--model", "The folder of pocketsphinx's model [default: that of Debian's pocketsphinx-en-us]");

    public static Command Create()
    {
        TranscribeCommand transcribe = new();
        Command command = new("transcribe", "Write the speech in audio files as text, with pocketsphinx (English).");
        transcribe._input.AddTo(command);
        Option[] options = [transcribe._format, transcribe._speed, transcribe._grammar, transcribe._model];
        Array.ForEach(options, command.Add);
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
                await using SpeechWorkers workers = new(await OptionsOf(parsed, cancellationToken));
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

    private async Task<SpeechWorkerOptions> OptionsOf(ParseResult parsed, CancellationToken cancellationToken)
    {
        PocketSphinxRecognizer recognizer = new() { Speed = parsed.GetValue(_speed) };
        if (parsed.GetValue(_model) is { } model)
        {
            recognizer = recognizer with { ModelFolder = model };
        }

        if (parsed.GetValue(_grammar) is { } grammar)
        {
            recognizer = recognizer with
            {
                Grammars = new Dictionary<string, string> { [GrammarName] = await File.ReadAllTextAsync(grammar, cancellationToken) },
                Grammar = GrammarName,
            };
        }

        // Nobody waits for a live answer: an utterance may take its time.
        return new()
        {
            Engine = recognizer,
            MaximumWait = Timeout.InfiniteTimeSpan,
            JobTimeout = TimeSpan.FromMinutes(1),
            JobTimeoutFactor = 10,
            StartTimeout = TimeSpan.FromMinutes(1),
            MaximumAudio = TimeSpan.FromMinutes(2),
        };
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
