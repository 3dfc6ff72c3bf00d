using System.CommandLine;
using Cascade.Cli.Detection;
using Cascade.Cli.Output;
using Cascade.Cli.Timelines;

namespace Cascade.Cli.Commands;

/// <summary><c>plot</c>: a picture of an input.</summary>
internal sealed class PlotCommand
{
    private readonly VadArguments _vad = new();
    private readonly InputArguments _input = new(takesMany: false);
    private readonly PictureArguments _picture = new("timeline.svg");

    public static Command Create()
    {
        PlotCommand plot = new();
        Command command = new("plot", "Draw waveform, probability, thresholds and segments over time.");
        plot._input.AddTo(command);
        plot._picture.AddTo(command);
        plot._vad.AddTo(command);
        command.SetAction(plot.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken) => CommandRun.GuardAsync(_input.FindFault(parsed) ?? _picture.FindFault(parsed), async () =>
    {
        StreamProcessorOptions stream = _vad.ToStream(parsed);
        SpeechTimestampsOptions? offline = _vad.Mode(parsed) == DetectionMode.Offline ? _vad.ToOffline(parsed) : null;
        string file = _input.Files(parsed)[0];
        using AudioInput input = await AudioInput.PrepareAsync(file, _input.Format(parsed), isReadTwice: offline is not null, cancellationToken);
        try
        {
            await using AudioSource source = await input.OpenAsync(cancellationToken);
            Task<Timeline?> reading = offline is null
                ? TimelineReader.ReadStreamAsync(input, source, stream, cancellationToken)
                : TimelineReader.ReadOfflineAsync(input, source, offline, stream, cancellationToken);
            await ProgressBar.ShowAsync(file, reading, () => (source.Position, source.Duration));
            if (await reading is not { } timeline)
            {
                return ErrorLine.Write(input.Explain($"There is nothing to draw: expected a frame of 32 ms or more, found {source.Position.TotalMilliseconds:0.#} ms."), ExitCode.BadInput);
            }

            TimelineLayout layout = new(timeline, _picture.Width(parsed));
            _picture.Save(parsed, layout.Width, layout.Height, timeline.Title, canvas => TimelinePicture.Draw(timeline, layout, canvas));
            return source.Shortfall is { } shortfall ? ErrorLine.Write(input.Explain(shortfall), ExitCode.BadInput) : ExitCode.Success;
        }
        catch (Exception fault) when (AudioInput.IsFault(fault))
        {
            return ErrorLine.Write(_picture.Names(parsed, fault) ? fault.Message : input.Explain(fault.Message), ExitCode.BadInput);
        }
    });
}
