using System.CommandLine;
using Cascade.Cli.Archives;
using Cascade.Cli.Archives.Following;
using Cascade.Cli.Archives.Results;

namespace Cascade.Cli.Commands.Archives;

/// <summary><c>archive status</c>: how far batches are, who works on what, dead letters, results.</summary>
internal sealed class ArchiveStatusCommand
{
    private readonly ArchiveArguments _archive = new();
    private readonly FollowArguments _follow = new();

    private readonly Option<string?> _batch = OptionFactory.Text("--batch", "ID", "Look at one batch [default: all]");

    private readonly Option<bool> _dead = OptionFactory.Flag("--dead", "Write a line of JSON for each dead letter [default: their number]");

    private readonly Option<OutputFormat> _format = OptionFactory.Choice("--format", "The output", ("table", OutputFormat.Table), ("json", OutputFormat.Json));

    public static Command Create()
    {
        ArchiveStatusCommand status = new();
        Command command = new("status", "Show how far batches are, and what workers do.");
        status._archive.AddTo(command);
        Option[] options = [status._batch, status._dead, status._format];
        Array.ForEach(options, command.Add);
        status._follow.AddTo(command);
        command.SetAction((parsed, cancellationToken) => status._archive.RunAsync(parsed, status.FindFault(parsed), server => status.RunAsync(parsed, server, cancellationToken), cancellationToken));
        return command;
    }

    private string? FindFault(ParseResult parsed) =>
        _follow.Waits(parsed) && parsed.GetValue(_batch) is null ? "--wait needs --batch."
        : _follow.Writes(parsed) && parsed.GetValue(_dead) ? "Give either --results or --dead."
        : null;

    private async Task<int> RunAsync(ParseResult parsed, ArchiveServer server, CancellationToken cancellationToken)
    {
        await using IResultStore results = await _archive.OpenResultsAsync(parsed, server, cancellationToken);
        string? name = parsed.GetValue(_batch);
        Bucket<ArchiveBatch> batches = await server.OpenBatchesAsync(cancellationToken);
        ArchiveBatch? batch = name is null ? null : await batches.FindAsync(name, cancellationToken);
        if (name is not null && batch is null)
        {
            return ErrorLine.Write($"There is no batch '{name}'.", ExitCode.BadUsage);
        }

        if (_follow.Waits(parsed))
        {
            return batch!.Total is { } total
                ? await _follow.FollowAsync(parsed, name!, total, server, results, cancellationToken)
                : ErrorLine.Write($"The batch '{name}' has not been submitted whole: submit it again with --batch {name}.", ExitCode.BadInput);
        }

        ArchiveStatus status = new() { Batches = batch is null ? [] : [batch] };
        await ReadAsync(parsed, status, $"{name ?? "*"}.*", server, results, cancellationToken);
        if (_follow.Writes(parsed) || parsed.GetValue(_dead))
        {
            return ExitCode.Success;
        }

        if (batch is null)
        {
            await foreach (ArchiveBatch each in batches.ReadAsync(">", follow: false, cancellationToken))
            {
                status.Batches.Add(each);
            }
        }

        JobQueue queue = await server.OpenQueueAsync(new QueueLimits(), cancellationToken);
        status.Queue = await queue.CountAsync(cancellationToken);
        await foreach (WorkerState worker in (await server.OpenWorkersAsync(cancellationToken)).ReadAsync(">", follow: false, cancellationToken))
        {
            status.Workers.Add(worker);
        }

        status.Write(parsed.GetValue(_format));
        return ExitCode.Success;
    }

    private async Task ReadAsync(ParseResult parsed, ArchiveStatus status, string pattern, ArchiveServer server, IResultStore results, CancellationToken cancellationToken)
    {
        await using ResultLines? lines = parsed.GetValue(_dead) ? new ResultLines(StandardStreams.OpenOutput(), results) : _follow.OpenLines(parsed, results);
        bool isDeadOnly = parsed.GetValue(_dead);
        await foreach (ArchiveOutcome outcome in (await server.OpenOutcomesAsync(cancellationToken)).ReadAsync(pattern, follow: false, cancellationToken))
        {
            status.Add(outcome);
            if (lines is not null && (outcome.IsDead || !isDeadOnly))
            {
                await lines.WriteAsync(outcome, cancellationToken);
            }
        }
    }
}
