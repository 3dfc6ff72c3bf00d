using System.CommandLine;
using Cascade.Cli.Archives;
using Cascade.Cli.Archives.Work;
using Cascade.Cli.Detection;

namespace Cascade.Cli.Commands.Archives;

/// <summary>The options of <c>detect</c> and <c>transcribe</c> on their way through the queue: given to the submission, understood by workers.</summary>
internal sealed class TaskArguments
{
    private readonly Command _detect = new("detect");
    private readonly Command _transcribe = new("transcribe");

    private TaskArguments(InputArguments input)
    {
        Input = input;
        Input.AddTo(_detect);
        Vad.AddTo(_detect);
        Input.AddTo(_transcribe);
        Recognizer.AddTo(_transcribe);
    }

    public InputArguments Input { get; }

    private VadArguments Vad { get; } = new();

    private RecognizerArguments Recognizer { get; } = new();

    /// <summary>Makes options for a submission, which may get its files otherwise.</summary>
    public static TaskArguments ForSubmission() => new(new InputArguments(takesMany: true, takesEachChannel: true, takesNone: true));

    public void AddTo(Command command)
    {
        Input.AddTo(command);
        Vad.AddTo(command);
        Recognizer.AddTo(command);
    }

    /// <summary>Reads the task of a submission.</summary>
    /// <exception cref="ArgumentException">The options do not go together.</exception>
    public async Task<ArchiveTask> ToTaskAsync(ParseResult parsed, bool transcribes, CancellationToken cancellationToken)
    {
        Command own = transcribes ? _transcribe : _detect;
        Command other = transcribes ? _detect : _transcribe;
        if (Given(parsed, other.Options.Except(own.Options)) is [var stray, ..])
        {
            throw new ArgumentException($"{stray} goes {(transcribes ? "without" : "with")} --transcribe.");
        }

        string[] arguments = [.. Given(parsed, own.Options.Except([Recognizer.Grammar, Recognizer.Model]))];
        ArchiveTask task = new(transcribes ? TaskKind.Transcribe : TaskKind.Detect, arguments, await Recognizer.ReadGrammarAsync(parsed, cancellationToken));
        await using ITaskRunner? checkedRunner = transcribes ? null : CreateDetector(task); // faults come now, and not once a file
        return task;
    }

    /// <summary>Makes what does a task.</summary>
    /// <exception cref="ArgumentException">The task cannot be understood: it may be that of another version.</exception>
    /// <exception cref="WorkerFaultException">This machine lacks what the task needs.</exception>
    public static async Task<ITaskRunner> CreateRunnerAsync(ArchiveTask task, string? modelFolder, CancellationToken cancellationToken)
    {
        if (task.Kind == TaskKind.Detect)
        {
            return CreateDetector(task);
        }

        TaskArguments arguments = ForSubmission();
        ParseResult parsed = arguments.Parse(arguments._transcribe, task);
        PocketSphinxRecognizer recognizer = arguments.Recognizer.ToRecognizer(parsed, task.Grammar);
        SpeechWorkerOptions options = RecognizerArguments.ToOptions(modelFolder is null ? recognizer : recognizer with { ModelFolder = modelFolder });
        try
        {
            return await TranscribeRunner.StartAsync(options, arguments.Input.Format(parsed), arguments.Input.EachChannel(parsed), cancellationToken);
        }
        catch (SpeechWorkerException fault) when (task.Grammar is null)
        {
            throw new WorkerFaultException(fault.Message, fault); // no file can have to do with it
        }
    }

    private static DetectRunner CreateDetector(ArchiveTask task)
    {
        TaskArguments arguments = ForSubmission();
        ArchiveTask shared = task with { Arguments = [.. task.Arguments.Except([VadArguments.SharedSession]), VadArguments.SharedSession] }; // else ONNX Runtime would load the model for each file
        ParseResult parsed = arguments.Parse(arguments._detect, shared);
        bool eachChannel = arguments.Input.EachChannel(parsed);
        DetectionMode mode = arguments.Vad.Mode(parsed);
        if (eachChannel && mode == DetectionMode.Offline)
        {
            throw new ArgumentException("--channels each goes with --mode stream.");
        }

        IDetector detector = mode == DetectionMode.Stream
            ? new StreamDetector(arguments.Vad.ToStream(parsed), keepProbabilities: false, eachChannel)
            : new OfflineDetector(arguments.Vad.ToOffline(parsed), arguments.Vad.ToEngine(parsed), keepProbabilities: false);
        return new DetectRunner(detector, arguments.Input.Format(parsed));
    }

    private ParseResult Parse(Command command, ArchiveTask task)
    {
        ParseResult parsed = command.Parse(task.Arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        string? fault = parsed.Errors.Count > 0 ? parsed.Errors[0].Message : Input.FindFault(parsed);
        return fault is null ? parsed : throw new ArgumentException(fault);
    }

    private static List<string> Given(ParseResult parsed, IEnumerable<Option> options)
    {
        List<string> given = [];
        foreach (Option option in options)
        {
            if (parsed.GetResult(option) is { Implicit: false } result)
            {
                given.Add(option.Name);
                given.AddRange(result.Tokens.Select(token => token.Value));
            }
        }

        return given;
    }
}
