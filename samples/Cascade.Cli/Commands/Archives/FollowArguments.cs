using System.CommandLine;
using Cascade.Cli.Archives;
using Cascade.Cli.Archives.Following;
using Cascade.Cli.Archives.Results;

namespace Cascade.Cli.Commands.Archives;

/// <summary>The options by which a command waits for a batch and writes its results.</summary>
internal sealed class FollowArguments
{
    private readonly Option<bool> _wait = OptionFactory.Flag("--wait", "Wait with a progress bar until each file has ended; the exit code is 1 if there are dead letters [default: do not wait]");

    private readonly Option<string?> _results = OptionFactory.File("--results", "Write a line of JSON for each file that has ended; - is standard output [default: not written]");

    public void AddTo(Command command)
    {
        command.Add(_wait);
        command.Add(_results);
    }

    public bool Waits(ParseResult parsed) => parsed.GetValue(_wait);

    public bool Writes(ParseResult parsed) => parsed.GetValue(_results) is not null;

    public bool WritesToOutput(ParseResult parsed) => parsed.GetValue(_results) == "-";

    /// <summary>Opens the lines that were asked for, or returns null.</summary>
    public ResultLines? OpenLines(ParseResult parsed, IResultStore results) => parsed.GetValue(_results) is { } path ? new ResultLines(ResultLines.Open(path), results) : null;

    /// <summary>Follows a batch to its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> FollowAsync(ParseResult parsed, string batch, int total, ArchiveServer server, IResultStore results, CancellationToken cancellationToken)
    {
        await using ResultLines? lines = OpenLines(parsed, results);
        BatchFollower follower = new(await server.OpenOutcomesAsync(cancellationToken), batch, total);
        List<ArchiveOutcome> dead = [];
        Task<BatchCount> following = follower.RunAsync(
            async outcome =>
            {
                if (outcome.IsDead)
                {
                    dead.Add(outcome);
                }

                await (lines?.WriteAsync(outcome, cancellationToken) ?? Task.CompletedTask);
            },
            cancellationToken);
        await BatchBar.ShowAsync($"batch {batch}", following, total, () => (follower.Count.Ended, follower.Count.Dead));
        await following;
        foreach (ArchiveOutcome outcome in dead)
        {
            ErrorLine.Write($"'{outcome.Source}' is a dead letter after {(outcome.Tries == 1 ? "1 try" : $"{outcome.Tries} tries")}: {outcome.Fault}", ExitCode.BadInput);
        }

        return dead.Count > 0 ? ExitCode.BadInput : ExitCode.Success;
    }
}
