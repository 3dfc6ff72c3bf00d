using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Cascade.Cli.Archives;
using Cascade.Cli.Archives.Following;
using Cascade.Cli.Archives.Results;
using Cascade.Cli.Archives.Sources;

namespace Cascade.Cli.Commands.Archives;

/// <summary><c>archive submit</c>: puts files into the queue.</summary>
internal sealed class ArchiveSubmitCommand
{
    private const int MessagesAtATime = 64; // each waits for the server's answer

    private readonly ArchiveArguments _archive = new();
    private readonly FollowArguments _follow = new();
    private readonly TaskArguments _task = TaskArguments.ForSubmission();

    private readonly Option<bool> _transcribe = OptionFactory.Flag("--transcribe", "Write the speech as text [default: find the speech]");

    private readonly Option<string?> _from = OptionFactory.File("--from", "Take the names of files and addresses from a file, one a line; - is standard input [default: from the command line]");

    private readonly Option<string?> _batch = OptionFactory.Text("--batch", "ID", "The name of the batch; a submission that broke off is repeated under its name [default: a new name]");

    private readonly Option<int?> _limit = OptionFactory.Count("--max-waiting", "Jobs that may wait in the queue; the submission then waits for room [default: 100000]");

    public static Command Create()
    {
        ArchiveSubmitCommand submit = new();
        Command command = new("submit", "Put files or addresses into the queue.");
        submit._task.AddTo(command);
        Option[] options = [submit._transcribe, submit._from, submit._batch, submit._limit];
        Array.ForEach(options, command.Add);
        submit._archive.AddTo(command);
        submit._follow.AddTo(command);
        command.SetAction((parsed, cancellationToken) => submit._archive.RunAsync(parsed, submit.FindFault(parsed), server => submit.RunAsync(parsed, server, cancellationToken), cancellationToken));
        return command;
    }

    private string? FindFault(ParseResult parsed) =>
        (_task.Input.Files(parsed).Length > 0) == (parsed.GetValue(_from) is not null) ? "Give either FILEs or --from."
        : _task.Input.Files(parsed).Contains(Detection.AudioInput.StandardInput) ? "Standard input (-) has no name that a worker could open."
        : parsed.GetValue(_batch) is { } batch && !batch.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') ? $"--batch must consist of letters, digits, - and _; found '{batch}'."
        : _follow.Writes(parsed) && !_follow.Waits(parsed) ? "--results needs --wait."
        : _task.Input.FindFault(parsed);

    private async Task<int> RunAsync(ParseResult parsed, ArchiveServer server, CancellationToken cancellationToken)
    {
        ArchiveTask task = await _task.ToTaskAsync(parsed, parsed.GetValue(_transcribe), cancellationToken);
        string[] sources = [.. (await ReadSourcesAsync(parsed, cancellationToken)).Select(source => SourcePolicy.IsAddress(source) ? source : Path.GetFullPath(source))];
        await using IResultStore results = await _archive.OpenResultsAsync(parsed, server, cancellationToken);
        JobQueue queue = await server.OpenQueueAsync(new QueueLimits(Waiting: parsed.GetValue(_limit)), cancellationToken);
        ArchiveBatch batch = new(parsed.GetValue(_batch) ?? NewName(), Total: null, task, TimeProvider.System.GetUtcNow());
        Bucket<ArchiveBatch> batches = await server.OpenBatchesAsync(cancellationToken);
        await batches.PutAsync(batch.Id, batch, cancellationToken);

        int submitted = 0;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = MessagesAtATime, CancellationToken = cancellationToken };
        Task submitting = Parallel.ForEachAsync(sources.Index(), parallel, async (item, stop) =>
        {
            await queue.AddAsync(new ArchiveJob(batch.Id, item.Index, item.Item, task), stop);
            Interlocked.Increment(ref submitted);
        });
        await BatchBar.ShowAsync("submitting", submitting, sources.Length, () => (Volatile.Read(ref submitted), 0));
        await submitting;
        await batches.PutAsync(batch.Id, batch with { Total = sources.Length }, cancellationToken);
        if (!_follow.WritesToOutput(parsed))
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"batch {batch.Id}: {sources.Length} files"));
        }

        return _follow.Waits(parsed) ? await _follow.FollowAsync(parsed, batch.Id, sources.Length, server, results, cancellationToken) : ExitCode.Success;
    }

    private async Task<IReadOnlyList<string>> ReadSourcesAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_from) is not { } list)
        {
            return _task.Input.Files(parsed);
        }

        using StreamReader reader = new(list == Detection.AudioInput.StandardInput ? StandardStreams.OpenInput() : File.OpenRead(list));
        List<string> sources = [];
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Trim() is { Length: > 0 } source)
            {
                sources.Add(source);
            }
        }

        return sources;
    }

    private static string NewName() => string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}");
}
