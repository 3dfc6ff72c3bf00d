using System.CommandLine;
using Cascade.Cli.Detection;
using Cascade.Cli.Output;

namespace Cascade.Cli.Commands;

/// <summary><c>detect</c>: the speech in audio, as segments and events.</summary>
internal sealed class DetectCommand
{
    private readonly VadArguments _vad = new();
    private readonly InputArguments _input = new(takesMany: true, takesEachChannel: true);

    private readonly Option<OutputFormat> _format = OptionFactory.Choice(
        "--format", "The output: a table for people, or one of the formats of other tools",
        ("table", OutputFormat.Table), ("json", OutputFormat.Json), ("csv", OutputFormat.Csv), ("srt", OutputFormat.Srt), ("vtt", OutputFormat.WebVtt), ("rttm", OutputFormat.Rttm),
        ("audacity", OutputFormat.Audacity));

    private readonly Option<bool> _probabilities = OptionFactory.Flag("--probabilities", "Add the probability of every frame to the JSON [default: without]");

    private readonly Option<string?> _saveSegments = OptionFactory.Folder(
        "--save-segments", "Save the audio of each segment as DIR/FILE-NUMBER-STARTSAMPLE.wav [default: not saved]");

    public static Command Create()
    {
        DetectCommand detect = new();
        Command command = new("detect", "Find the speech in audio files.");
        detect._input.AddTo(command);
        detect._vad.AddTo(command);
        command.Add(detect._format);
        command.Add(detect._probabilities);
        command.Add(detect._saveSegments);
        command.SetAction(detect.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        OutputFormat format = parsed.GetValue(_format);
        bool keepProbabilities = parsed.GetValue(_probabilities);
        string[] files = _input.Files(parsed);
        if (keepProbabilities && format != OutputFormat.Json)
        {
            return ErrorLine.Write("--probabilities needs --format json.", ExitCode.BadUsage);
        }

        bool eachChannel = _input.EachChannel(parsed);
        if (eachChannel && (keepProbabilities || _vad.Mode(parsed) == DetectionMode.Offline))
        {
            return ErrorLine.Write("--channels each goes with --mode stream, and without --probabilities.", ExitCode.BadUsage);
        }

        if (files.Length > 1 && Reports.HoldsOneFile(format))
        {
            return ErrorLine.Write("--format srt, vtt and audacity describe one FILE; found several.", ExitCode.BadUsage);
        }

        return await CommandRun.GuardAsync(_input.FindFault(parsed), async () =>
        {
            IDetector detector = _vad.Mode(parsed) == DetectionMode.Stream
                ? new StreamDetector(_vad.ToStream(parsed), keepProbabilities, eachChannel)
                : new OfflineDetector(_vad.ToOffline(parsed), _vad.ToEngine(parsed), keepProbabilities);
            SegmentFolder? folder = parsed.GetValue(_saveSegments) is { } path ? new SegmentFolder(path) : null;
            return await DetectAllAsync(detector, files, _input.Format(parsed), folder, Reports.Create(format, eachChannel), cancellationToken);
        });
    }

    private static async Task<int> DetectAllAsync(
        IDetector detector, string[] files, InputFormat format, SegmentFolder? folder, IReport report, CancellationToken cancellationToken)
    {
        int exitCode = ExitCode.Success;
        foreach (string file in files)
        {
            using AudioInput input = await AudioInput.PrepareAsync(file, format, folder is not null && detector.SavesInSecondPass, cancellationToken);
            try
            {
                await using AudioSource source = await input.OpenAsync(cancellationToken);
                Task<DetectionResult> detection = detector.DetectAsync(input, source, folder?.For(file), cancellationToken);
                await ProgressBar.ShowAsync(file, detection, () => (source.Position, source.Duration));
                DetectionResult result = await detection;
                if (result is { Samples: > 0 } or { Shortfall: null }) // without a sample there is no answer to print
                {
                    report.Write(result);
                }

                exitCode = Math.Max(exitCode, input.ReportIncomplete(result.Shortfall, result.UnreadBytes));
            }
            catch (Exception fault) when (AudioInput.IsFault(fault))
            {
                exitCode = ErrorLine.Write(input.Explain(fault.Message), ExitCode.BadInput);
            }
        }

        return exitCode;
    }
}
