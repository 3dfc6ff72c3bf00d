using System.Globalization;
using System.Text;
using Cascade.Cli.Commands;
using Cascade.Cli.Output;
using Spectre.Console;

namespace Cascade.Cli.Archives.Following;

/// <summary>An archive at one moment.</summary>
internal sealed class ArchiveStatus
{
    private readonly Dictionary<string, BatchCount> _counts = [];

    public List<ArchiveBatch> Batches { get; init; } = [];

    public List<WorkerState> Workers { get; } = [];

    public (long Waiting, long Running) Queue { get; set; }

    public void Add(ArchiveOutcome outcome) => _counts[outcome.Batch] = _counts.GetValueOrDefault(outcome.Batch).Add(outcome);

    public void Write(OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            WriteJson();
        }
        else
        {
            WriteTables();
        }
    }

    private BatchCount CountOf(ArchiveBatch batch) => _counts.GetValueOrDefault(batch.Id) with { Total = batch.Total ?? 0 };

    private void WriteJson() => Console.Out.WriteLine(Encoding.UTF8.GetString(ArchiveJson.Write(new
    {
        Queue.Waiting,
        Queue.Running,
        Batches = Batches.OrderBy(batch => batch.SubmittedAt).Select(batch => new { batch.Id, Files = batch.Total, CountOf(batch).Done, CountOf(batch).Dead, batch.SubmittedAt }),
        Workers = Workers.OrderBy(worker => worker.Id, StringComparer.Ordinal),
    })));

    private void WriteTables()
    {
        IAnsiConsole console = TextConsole.Create();
        Table batches = NewTable("Batch", "Task", "Files", "Done", "Dead", "Left");
        foreach (ArchiveBatch batch in Batches.OrderBy(batch => batch.SubmittedAt))
        {
            BatchCount count = CountOf(batch);
            string left = batch.Total is null ? "?" : Number(count.Total - count.Ended);
            batches.AddRow(Markup.Escape(batch.Id), $"{batch.Task.Kind}".ToLowerInvariant(), batch.Total is { } total ? Number(total) : "submitting", Number(count.Done), Number(count.Dead), left);
        }

        Table workers = NewTable("Worker", "Done", "Dead", "Works on");
        foreach (WorkerState worker in Workers.OrderBy(worker => worker.Id, StringComparer.Ordinal))
        {
            workers.AddRow(Markup.Escape(worker.Id), Number(worker.Done), Number(worker.Dead), Markup.Escape(string.Join('\n', worker.Running.Select(Describe))));
        }

        console.Write(batches);
        console.Write(workers);
        console.WriteLine($"{Number(Queue.Waiting)} wait, {Number(Queue.Running)} are with workers.");
    }

    private static Table NewTable(params string[] heads)
    {
        Table table = new() { Border = TableBorder.Simple };
        Array.ForEach(heads, head => table.AddColumn(head));
        return table;
    }

    private static string Describe(RunningFile file) => file.Length is > 0 and var length
        ? string.Create(CultureInfo.InvariantCulture, $"{file.Source} {file.Seconds / length:P0}")
        : string.Create(CultureInfo.InvariantCulture, $"{file.Source} {TimeSpan.FromSeconds(file.Seconds):hh\\:mm\\:ss}");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
