using System.CommandLine;
using Cascade.Cli.Detection;
using Microsoft.Extensions.AI;

namespace Cascade.Cli.Commands;

/// <summary><c>speak</c>: a text as audio.</summary>
internal sealed class SpeakCommand
{
    private readonly Argument<string> _text = new("TEXT") { Description = "The text; - is standard input" };

    private readonly Option<string?> _output = OptionFactory.File("--output", "The WAV file to write [default: standard output, where it is no terminal]", "-o");

    private readonly Option<SystemVoice> _engine = OptionFactory.Choice(
        "--engine", "The voice's program; installed is flite, else espeak-ng", ("installed", SystemVoice.Installed), ("flite", SystemVoice.Flite), ("espeak-ng", SystemVoice.EspeakNg));

    private readonly Option<string?> _voice = new("--voice") { Description = "The voice [default: slt, or en-us of espeak-ng]", HelpName = "NAME" };

    private readonly Option<double?> _speed = OptionFactory.Number("--speed", "How fast; 0.25 to 4 [default: 1]");

    private readonly Option<bool> _words = OptionFactory.Flag("--words", "List the words with their seconds on standard error; flite only [default: without]");

    public static Command Create()
    {
        SpeakCommand speak = new();
        Command command = new("speak", "Speak a text into a WAV file, with flite or espeak-ng.") { speak._text };
        Option[] options = [speak._output, speak._engine, speak._voice, speak._speed, speak._words];
        Array.ForEach(options, command.Add);
        command.SetAction(speak.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string? output = parsed.GetValue(_output);
        return CommandRun.GuardAsync(output is null && !Console.IsOutputRedirected ? "Standard output is a terminal: name a file with -o." : null, async () =>
        {
            string text = parsed.GetValue(_text)!;
            text = text == AudioInput.StandardInput ? await Console.In.ReadToEndAsync(cancellationToken) : text;
            try
            {
                return await SpeakAsync(text, output, parsed, cancellationToken);
            }
            catch (Exception fault) when (fault is SpeechWorkerException or NotSupportedException)
            {
                return ErrorLine.Write(fault.Message, ExitCode.BadInput);
            }
        });
    }

    private async Task<int> SpeakAsync(string text, string? output, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using SystemTextToSpeechClient client = new(new() { Engine = parsed.GetValue(_engine), Voice = parsed.GetValue(_voice), Timeout = TimeSpan.FromMinutes(1) });
        TextToSpeechResponse spoken = await client.GetAudioAsync(text, new() { Speed = (float?)parsed.GetValue(_speed) }, cancellationToken);
        await using (Stream file = output is null ? Console.OpenStandardOutput() : File.Create(output))
        {
            await file.WriteAsync(spoken.Contents.OfType<DataContent>().Single().Data, cancellationToken);
        }

        foreach (SpeechWord word in parsed.GetValue(_words) ? SpeechWords.Of(spoken.AdditionalProperties) : [])
        {
            Console.Error.Write($"{word.Start.TotalSeconds:0.000}\t{word.End.TotalSeconds:0.000}\t{word.Text}\n");
        }

        return ExitCode.Success;
    }
}
