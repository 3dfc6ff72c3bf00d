using System.CommandLine;
using Cascade.Cli.Detection;
using Cascade.Cli.Output;

namespace Cascade.Cli.Commands;

/// <summary><c>detect</c>: the speech in audio, as segments and events.</summary>
internal sealed class DetectCommand
{
    private readonly VadArguments _vad = new();
    private readonly InputArguments _input = new();

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
        Command command = new("detect", "Find the speech in audio files.");
        detect._input.AddTo(command);
        command.Add(detect._mode);
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

        if (_input.FindFault(parsed) is { } fault)
        {
            return ErrorLine.Write(fault, ExitCode.BadUsage);
        }

        AudioFormat? raw = _input.Raw(parsed);
        try
        {
            // Made in both modes, for the check of the options: the ranges are the same, and a processor costs nothing before its first frame.
            await using StreamDetector stream = new(_vad.ToStream(parsed) with { InputFormat = raw ?? AudioFormat.Pcm16Mono16k }, keepProbabilities);
            IDetector detector = parsed.GetValue(_mode) == DetectionMode.Stream ? stream : new OfflineDetector(_vad.ToOffline(parsed), keepProbabilities);
            IReport report = isJson ? new JsonReport(Console.OpenStandardOutput()) : new TableReport();
            SegmentFolder? folder = parsed.GetValue(_saveSegments) is { } path ? new SegmentFolder(path) : null;
            return await DetectAllAsync(detector, _input.Files(parsed), raw, folder, report, cancellationToken);
        }
        catch (ArgumentException outside)
        {
            return ErrorLine.Write(VadArguments.Explain(outside), ExitCode.BadUsage);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or OnnxRuntimeException or VadModelException)
        {
            return ErrorLine.Write(failure.Message, ExitCode.BadInput); // what no other file would change
        }
    }

    private static async Task<int> DetectAllAsync(
        IDetector detector, string[] files, AudioFormat? raw, SegmentFolder? folder, IReport report, CancellationToken cancellationToken)
    {
        int exitCode = ExitCode.Success;
        foreach (string file in files)
        {
            using AudioInput input = await AudioInput.PrepareAsync(file, raw, detector.InOnePass, cancellationToken);
            try
            {
                Task<DetectionResult> detection = detector.DetectAsync(input, folder?.For(file), cancellationToken);
                await ProgressBar.ShowAsync(file, detection, () => detector.Position);
                DetectionResult result = await detection;
                report.Write(result);
                if (result.Shortfall is { } shortfall)
                {
                    exitCode = ErrorLine.Write(shortfall, ExitCode.BadInput);
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or AudioFormatException or InferenceException)
            {
                exitCode = ErrorLine.Write(input.Explain(fault), ExitCode.BadInput);
            }
        }

        return exitCode;
    }
}
