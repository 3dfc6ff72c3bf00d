using System.CommandLine;
using Cascade.Cli.Archives;
using Cascade.Cli.Archives.Results;
using Cascade.Cli.Archives.Sources;
using Cascade.Cli.Archives.Work;

namespace Cascade.Cli.Commands.Archives;

/// <summary><c>archive work</c>: takes files from the queue until it is stopped.</summary>
internal sealed class ArchiveWorkCommand
{
    public const string Name = "work";

    private const long BytesPerMegabyte = 1_000_000;

    /// <summary>How long a worker that is to end may take: its files go back into the queue, which is on another machine.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly ArchiveArguments _archive = new();

    private readonly Option<int?> _concurrency = OptionFactory.Count("--concurrency", "Files at a time [default: one for each core]");

    private readonly Option<string[]> _roots = OptionFactory.Texts("--root", "DIR", "Read files below this folder only; may be given several times [default: the current folder]");

    private readonly Option<string[]> _hosts = OptionFactory.Texts(
        "--allow-host", "HOST", "Download from this host, or with *. in front from every host below it; may be given several times [default: from none]");

    private readonly Option<bool> _allowsPrivate = OptionFactory.Flag("--allow-private", "Download from private addresses too, such as those of the own network [default: from public ones only]");

    private readonly Option<int?> _maximumMegabytes = OptionFactory.Count("--max-mb", "The most that a download may have, in MB [default: 2147]");

    private readonly Option<TimeSpan?> _maximumTime = OptionFactory.Seconds("--download-s", "The longest that a download may last [default: 600]");

    private readonly Option<TimeSpan?> _ackWait = OptionFactory.Seconds("--ack-wait-s", "A job goes to another worker when its worker gives no sign of life for so long; for all workers [default: 30]");

    private readonly Option<TimeSpan?> _stall = OptionFactory.Seconds("--stall-s", "A file that makes no progress for so long is broken off [default: 900]");

    private readonly Option<int?> _running = OptionFactory.Count("--max-running", "Files that all workers together have at a time [default: 1000]");

    private readonly Option<bool> _untilEmpty = OptionFactory.Flag("--until-empty", "End when the queue is empty [default: wait for more]");

    private readonly Option<string?> _model = OptionFactory.Folder("--model", "The folder of pocketsphinx's model on this machine [default: that of Debian's pocketsphinx-en-us]");

    public static Command Create()
    {
        ArchiveWorkCommand work = new();
        Command command = new(Name, "Take files from the queue, and detect or transcribe them.");
        work._archive.AddTo(command);
        Option[] options =
        [
            work._concurrency, work._roots, work._hosts, work._allowsPrivate, work._maximumMegabytes, work._maximumTime, work._ackWait, work._stall, work._running, work._untilEmpty, work._model,
        ];
        Array.ForEach(options, command.Add);
        command.SetAction((parsed, cancellationToken) => work._archive.RunAsync(parsed, work.FindFault(parsed), server => work.RunAsync(parsed, server, cancellationToken), cancellationToken));
        return command;
    }

    private string? FindFault(ParseResult parsed) =>
        parsed.GetValue(_ackWait) is { TotalSeconds: < 1 } ? "--ack-wait-s must be 1 or more."
        : parsed.GetValue(_stall) is { TotalSeconds: < 1 } ? "--stall-s must be 1 or more."
        : parsed.GetValue(_maximumTime) is { TotalSeconds: < 1 } ? "--download-s must be 1 or more."
        : parsed.GetValue(_roots)!.FirstOrDefault(root => !Directory.Exists(root)) is { } missing ? $"--root must name a folder; found '{missing}'."
        : null;

    private async Task<int> RunAsync(ParseResult parsed, ArchiveServer server, CancellationToken cancellationToken)
    {
        WorkerOptions options = ToOptions(parsed);
        await using IResultStore results = await _archive.OpenResultsAsync(parsed, server, cancellationToken);
        using SourceReader sources = new(options.Policy, options.Name);
        await using RunnerPool runners = new((task, stop) => TaskArguments.CreateRunnerAsync(task, parsed.GetValue(_model), stop));
        JobQueue queue = await server.OpenQueueAsync(new QueueLimits(Running: parsed.GetValue(_running), AckWait: parsed.GetValue(_ackWait)), cancellationToken);
        ArchiveWorker worker = new(
            queue, await server.OpenOutcomesAsync(cancellationToken), await server.OpenWorkersAsync(cancellationToken), results, new JobAttempt(sources, runners, results), options);
        await worker.RunAsync(cancellationToken);
        Console.Out.WriteLine($"{worker.Ended.Done} done, {worker.Ended.Dead} dead letters");
        return ExitCode.Success;
    }

    private WorkerOptions ToOptions(ParseResult parsed)
    {
        SourcePolicy policy = new()
        {
            Roots = parsed.GetValue(_roots) is { Length: > 0 } roots ? roots : [Environment.CurrentDirectory],
            Hosts = parsed.GetValue(_hosts)!,
            AllowsPrivateAddresses = parsed.GetValue(_allowsPrivate),
        };
        policy = policy with
        {
            MaximumBytes = parsed.GetValue(_maximumMegabytes) * BytesPerMegabyte ?? policy.MaximumBytes,
            MaximumTime = parsed.GetValue(_maximumTime) ?? policy.MaximumTime,
        };
        WorkerOptions options = new() { Policy = policy, Concurrency = parsed.GetValue(_concurrency) ?? Environment.ProcessorCount, EndsWhenEmpty = parsed.GetValue(_untilEmpty) };
        return options with { Stall = parsed.GetValue(_stall) ?? options.Stall };
    }
}
