using System.CommandLine;
using Cascade.Cli.Detection;
using Cascade.Cli.Output;

namespace Cascade.Cli.Commands;

/// <summary><c>detect</c>: the speech in files, as segments and events.</summary>
internal sealed class DetectCommand
{
    private readonly VadArguments _vad = new();
    private readonly Argument<string[]> _files = OptionFactory.Files("WAV files, 16 kHz mono PCM16");

    private readonly Option<DetectionMode> _mode = OptionFactory.Choice(
        "--mode", "As a live stream finds it, or with the whole recording known", ("stream", DetectionMode.Stream), ("offline", DetectionMode.Offline));

    private readonly Option<OutputFormat> _format = OptionFactory.Choice(
        "--format", "A table for people, or a line of JSON per file", ("table", OutputFormat.Table), ("json", OutputFormat.Json));

    private readonly Option<bool> _probabilities = OptionFactory.Flag("--probabilities", "Add the probability of every frame to the JSON [default: without]");

    private readonly Option<string?> _saveSegments = OptionFactory.Folder(
        "--save-segments", "Save the audio of each segment as DIR/FILE-NUMBER-STARTSAMPLE.wav [default: not saved]");

    public static Command Create()
    {
        DetectCommand detect = new();
        Command command = new("detect", "Find the speech in WAV files.") { detect._files, detect._mode };
        detect._vad.AddTo(command);
        command.Add(detect._format);
        command.Add(detect._probabilities);
        command.Add(detect._saveSegments);
        command.SetAction(detect.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        bool isJson = parsed.GetValue(_format) == OutputFormat.Json;
        bool keepProbabilities = parsed.GetValue(_probabilities);
        if (keepProbabilities && !isJson)
        {
            return ErrorLine.Write("--probabilities needs --format json.", ExitCode.BadUsage);
        }

        try
        {
            // Made in both modes, for the check of the options: the ranges are the same, and a processor costs nothing before its first frame.
            await using StreamDetector stream = new(_vad.ToStream(parsed), keepProbabilities);
            IDetector detector = parsed.GetValue(_mode) == DetectionMode.Stream ? stream : new OfflineDetector(_vad.ToOffline(parsed), keepProbabilities);
            IReport report = isJson ? new JsonReport(Console.OpenStandardOutput()) : new TableReport();
            SegmentFolder? folder = parsed.GetValue(_saveSegments) is { } path ? new SegmentFolder(path) : null;
            return await DetectAllAsync(detector, parsed.GetValue(_files)!, folder, report, cancellationToken);
        }
        catch (ArgumentOutOfRangeException fault)
        {
            return ErrorLine.Write(VadArguments.Explain(fault), ExitCode.BadUsage);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or OnnxRuntimeException or VadModelException)
        {
            return ErrorLine.Write(fault.Message, ExitCode.BadInput); // what no other file would change
        }
    }

    private static async Task<int> DetectAllAsync(IDetector detector, string[] files, SegmentFolder? folder, IReport report, CancellationToken cancellationToken)
    {
        int exitCode = ExitCode.Success;
        foreach (string file in files)
        {
            try
            {
                Task<DetectionResult> detection = detector.DetectAsync(file, folder?.For(file), cancellationToken);
                await ProgressBar.ShowAsync(file, detection, () => detector.Position);
                DetectionResult result = await detection;
                report.Write(result);
                if (result.Truncation is { } truncation)
                {
                    exitCode = ErrorLine.Write(truncation.Message, ExitCode.BadInput);
                }
            }
            catch (NotSupportedException)
            {
                exitCode = ErrorLine.Write($"'{file}' cannot be read: it is a pipe or a device, and only files can be searched for their samples.", ExitCode.BadInput);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or AudioFormatException or InferenceException)
            {
                exitCode = ErrorLine.Write(fault.Message, ExitCode.BadInput);
            }
        }

        return exitCode;
    }
}
