using System.CommandLine;
using Cascade.Cli.Detection;
using Cascade.Cli.Talking;

namespace Cascade.Cli.Commands;

/// <summary><c>talk</c>: a spoken conversation with recorded turns.</summary>
internal sealed class TalkCommand
{
    private readonly InputArguments _input = new(takesMany: false);
    private readonly Option<string?> _output = OptionFactory.File("--output", "Write what the machine says as a WAV file.", "-o");
    private readonly Option<string?> _answer = new("--answer") { Description = "The answer of the script; {text} is the recognized text. Default: \"I heard {text}.\"" };

    public static Command Create()
    {
        TalkCommand talk = new();
        Command command = new("talk", "Hold a conversation with a recording: pocketsphinx hears it, a script answers, flite or espeak-ng speaks.");
        talk._input.AddTo(command);
        command.Add(talk._output);
        command.Add(talk._answer);
        command.SetAction(talk.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken) => CommandRun.GuardAsync(_input.FindFault(parsed), async () =>
    {
        string file = _input.Files(parsed)[0];
        using AudioInput input = await AudioInput.PrepareAsync(file, _input.Format(parsed), isReadTwice: false, cancellationToken);
        try
        {
            await using AudioSource source = await input.OpenAsync(cancellationToken);
            using ScriptedChatClient chat = new(parsed.GetValue(_answer) ?? "I heard {text}.");
            await using SpeechWorkers ears = new();
            await using SystemTextToSpeechClient voice = new();
            await ears.InitializeAsync(cancellationToken);
            await using Conversation conversation = new(chat, ears, voice, new ConversationOptions { Hearing = new() { Engine = VadEngine.Managed(), InputFormat = source.Format } });
            TalkSession session = new(conversation, source);
            bool isAnswered = await session.RunAsync(cancellationToken);
            if (parsed.GetValue(_output) is { } output)
            {
                session.Save(output);
            }

            return isAnswered ? ExitCode.Success : ErrorLine.Write(input.Explain("No turn was answered: expected speech with words, found none."), ExitCode.BadInput);
        }
        catch (Exception fault) when (AudioInput.IsFault(fault) || fault is SpeechWorkerException)
        {
            return ErrorLine.Write(input.Explain(fault.Message), ExitCode.BadInput);
        }
    });
}
