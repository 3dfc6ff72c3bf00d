using System.CommandLine;
using Cascade.Cli.Detection;
using Cascade.Cli.Output;
using Cascade.Cli.Tuning;

namespace Cascade.Cli.Commands;

/// <summary><c>tune</c>: the settings that fit a labelled recording.</summary>
internal sealed class TuneCommand
{
    private const int DefaultParts = 5;
    private const int MostParts = 100;

    private readonly InputArguments _input = new(takesMany: false);
    private readonly PictureArguments _picture = new(defaultPath: null);

    private readonly Option<string?> _labels = OptionFactory.File(
        "--labels", "When somebody speaks: an Audacity label track, RTTM, CSV or JSON with start and end in seconds; required [default: none]");

    private readonly Option<string?> _recording = OptionFactory.Text(
        "--recording", "NAME", "Which recording's labels are meant, where the label file has those of several [default: the one named as FILE]");

    private readonly Option<TuningGoal> _goal = OptionFactory.Choice(
        "--goal", "Labels covered exactly, or nothing cut off that a recognizer needs, least of all a beginning", ("f1", TuningGoal.F1), ("recognizer", TuningGoal.Recognizer));

    private readonly Option<int?> _parts = OptionFactory.Index("--parts", $"Into how many parts the recording is cut for the proof, 2 to {MostParts} [default: {DefaultParts}]");

    private readonly Option<TimeSpan?> _minimumSpeech = OptionFactory.Milliseconds("--min-speech-ms", "Speech no longer than this is discarded, whatever is tried [default: 0]");

    private readonly Option<EngineKind> _engine = EngineChoice.Option("The engine that runs the network, once");

    private readonly Option<OutputFormat> _format = OptionFactory.Choice("--format", "A table and a curve for people, or JSON", ("table", OutputFormat.Table), ("json", OutputFormat.Json));

    public static Command Create()
    {
        TuneCommand tune = new();
        Command command = new("tune", "Find the thresholds, silence and pad that fit a labelled recording, and prove it on held-out parts.");
        tune._input.AddTo(command);
        command.Add(tune._labels);
        command.Add(tune._recording);
        command.Add(tune._goal);
        command.Add(tune._parts);
        command.Add(tune._minimumSpeech);
        command.Add(tune._engine);
        command.Add(tune._format);
        tune._picture.AddTo(command);
        command.SetAction(tune.RunAsync);
        return command;
    }

    private string? FindFault(ParseResult parsed) =>
        parsed.GetValue(_labels) is null ? "--labels is required."
        : parsed.GetValue(_parts) is < 2 or > MostParts ? $"--parts is outside its range: 2 to {MostParts}."
        : _input.FindFault(parsed) ?? _picture.FindFault(parsed);

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken) => CommandRun.GuardAsync(FindFault(parsed), async () =>
    {
        string file = _input.Files(parsed)[0];
        TimeSpan minimumSpeech = parsed.GetValue(_minimumSpeech) ?? TimeSpan.Zero;
        InputFormat format = _input.Format(parsed);
        LabelChoice choice = new(file, parsed.GetValue(_recording), format.Channel);
        IReadOnlyList<Label> labels = await LabelFile.ReadAsync(parsed.GetValue(_labels)!, choice, cancellationToken);
        using AudioInput input = await AudioInput.PrepareAsync(file, format, isReadTwice: false, cancellationToken);
        try
        {
            await using AudioSource source = await input.OpenAsync(cancellationToken);
            Task<SpeechTimestamps> inference = SpeechTimestamps.DetectAsync(
                source.Pcm, source.Format, Candidate.Default.ToOptions(minimumSpeech), parsed.GetValue(_engine).ToEngine(), cancellationToken);
            await ProgressBar.ShowAsync(file, inference, () => (source.Position, source.Duration));
            SpeechTimestamps found = await inference;
            SpeechUnits units = new(labels, found.Samples);
            int parts = parsed.GetValue(_parts) ?? DefaultParts;
            if (units.Speech == 0 || units.Count < parts)
            {
                return ErrorLine.Write($"There is nothing to tune on: {labels.Count} labels have {units.Speech * 10} ms of speech within {SampleClock.ToSeconds(found.Samples):0.##} s of audio.", ExitCode.BadInput);
            }

            Task<TuningResult> tuning = Task.Run(() => Tuner.Tune(found, units, parsed.GetValue(_goal), parts, minimumSpeech, cancellationToken), cancellationToken);
            await ProgressBar.ShowAsync($"{file}: {CandidateGrid.All.Length} settings", tuning, () => default);
            Write(parsed, file, found.Samples, labels.Count, await tuning);
            return input.ReportIncomplete(source.Shortfall, source.UnreadBytes); // labels beyond the end of the audio count for nothing
        }
        catch (Exception fault) when (AudioInput.IsFault(fault))
        {
            return ErrorLine.Write(_picture.Names(parsed, fault) ? fault.Message : input.Explain(fault.Message), ExitCode.BadInput);
        }
    });

    private void Write(ParseResult parsed, string file, long samples, int labels, TuningResult result)
    {
        if (parsed.GetValue(_format) == OutputFormat.Json)
        {
            TuningJson.Write(Console.Out, file, result);
        }
        else
        {
            TuningText.Write(TextConsole.Create(), file, samples, labels, result);
        }

        double width = _picture.Width(parsed);
        string title = file == AudioInput.StandardInput ? "Standard input" : Path.GetFileName(file);
        _picture.Save(parsed, width, CurvePicture.Height, title, canvas => CurvePicture.Draw(title, result, width, canvas));
    }
}
