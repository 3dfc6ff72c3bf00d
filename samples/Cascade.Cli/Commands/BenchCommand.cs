using System.CommandLine;
using Cascade.Cli.Bench;
using Cascade.Cli.Output;

namespace Cascade.Cli.Commands;

/// <summary><c>bench</c>: how many live streams this machine carries.</summary>
internal sealed class BenchCommand
{
    private const int DefaultStreams = 8000;
    private const int MostStreams = 1_000_000;
    private const int MostThreads = 1024;

    private readonly Option<int?> _streams = OptionFactory.Index("--streams", $"How many streams the managed engine has while it is measured, 1 to {MostStreams} [default: {DefaultStreams}]");

    private readonly Option<int?> _threads = OptionFactory.Index("--threads", $"How many threads the whole machine is, 1 to {MostThreads} [default: its logical processors]");

    private readonly Option<OutputFormat> _format = OptionFactory.Choice("--format", "A table for people, or JSON", ("table", OutputFormat.Table), ("json", OutputFormat.Json));

    public static Command Create()
    {
        BenchCommand bench = new();
        Command command = new("bench", "Measure how many live streams this machine carries, with which engine.") { bench._streams, bench._threads, bench._format };
        command.SetAction(bench.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        int streams = parsed.GetValue(_streams) ?? DefaultStreams;
        int threads = parsed.GetValue(_threads) ?? Math.Min(Environment.ProcessorCount, MostThreads);
        string? fault = streams is < 1 or > MostStreams ? $"--streams is outside its range: 1 to {MostStreams}."
            : threads is < 1 or > MostThreads ? $"--threads is outside its range: 1 to {MostThreads}."
            : null;
        return CommandRun.GuardAsync(fault, async () =>
        {
            BenchRun run = new(streams, threads);
            Task<int> work = MeasureAsync(run, parsed.GetValue(_format) == OutputFormat.Json, cancellationToken);
            await ProgressBar.ShowAsync("Measuring", work, () => default, () => run.Stage);
            return await work;
        });
    }

    private static async Task<int> MeasureAsync(BenchRun run, bool isJson, CancellationToken cancellationToken)
    {
        IReadOnlyList<LoadFigure> managed = await run.MeasureAsync(EngineKind.Managed, cancellationToken);
        RealTimeTrial trial = await run.TryAsync(managed[^1], cancellationToken);
        int exitCode = ExitCode.Success;
        IReadOnlyList<LoadFigure> onnx = [];
        try
        {
            onnx = await run.MeasureAsync(EngineKind.Onnx, cancellationToken);
        }
        catch (OnnxRuntimeLoadException fault)
        {
            exitCode = ErrorLine.Write(fault.Message, ExitCode.BadInput); // the other engine's figures stand
        }

        if (isJson)
        {
            BenchJson.Write(Console.Out, [.. managed, .. onnx], trial);
        }
        else
        {
            BenchText.Write(TextConsole.Create(), [.. managed, .. onnx], trial);
        }

        return exitCode;
    }
}
