using System.CommandLine;
using Cascade.Cli.Archives;
using Cascade.Cli.Archives.Results;
using Cascade.Cli.Archives.Work;
using NATS.Client.Core;
using Npgsql;

namespace Cascade.Cli.Commands.Archives;

/// <summary>The options that every command of an archive has: where its queue and its results are.</summary>
internal sealed class ArchiveArguments
{
    // Addresses may hold passwords, which a list of processes is not to show.
    private const string NatsVariable = "CASCADE_NATS";
    private const string PostgresVariable = "CASCADE_POSTGRES";
    private const string DefaultAddress = "nats://localhost:4222";

    private readonly Option<string?> _nats = OptionFactory.Text("--nats", "URL", $"The NATS server with JetStream [default: {NatsVariable} in the environment, or {DefaultAddress}]");

    private readonly Option<string?> _name = OptionFactory.Text("--name", "NAME", "The archive, if a server has several: letters, digits, - and _ [default: main]");

    private readonly Option<string?> _postgres = OptionFactory.Text(
        "--postgres", "ADDRESS", $"Keep results in PostgreSQL: Host=…;Database=…;Username=… [default: {PostgresVariable} in the environment, or beside the queue]");

    public void AddTo(Command command)
    {
        command.Add(_nats);
        command.Add(_name);
        command.Add(_postgres);
    }

    /// <summary>Connects to the server, runs, and tells faults as lines and exit codes.</summary>
    public async Task<int> RunAsync(ParseResult parsed, string? usageFault, Func<ArchiveServer, Task<int>> run, CancellationToken cancellationToken)
    {
        string name = Name(parsed);
        string? nameFault = name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') ? null : $"--name must consist of letters, digits, - and _; found '{name}'.";
        try
        {
            return await CommandRun.GuardAsync(usageFault ?? nameFault, async () =>
            {
                string address = parsed.GetValue(_nats) ?? Environment.GetEnvironmentVariable(NatsVariable) ?? DefaultAddress;
                await using ArchiveServer server = await ArchiveServer.ConnectAsync(address, name, cancellationToken);
                return await run(server);
            });
        }
        catch (NatsException fault)
        {
            return ErrorLine.Write($"NATS: {fault.Message}", ExitCode.BadInput);
        }
        catch (NpgsqlException fault)
        {
            return ErrorLine.Write($"PostgreSQL: {fault.Message}", ExitCode.BadInput);
        }
        catch (WorkerFaultException fault)
        {
            return ErrorLine.Write(fault.Message, ExitCode.BadInput);
        }
    }

    /// <summary>Opens the store of the results.</summary>
    public async Task<IResultStore> OpenResultsAsync(ParseResult parsed, ArchiveServer server, CancellationToken cancellationToken) =>
        (parsed.GetValue(_postgres) ?? Environment.GetEnvironmentVariable(PostgresVariable)) is { } address
            ? await PostgresResults.OpenAsync(address, Name(parsed), cancellationToken)
            : new NatsResults(await server.OpenResultsAsync(cancellationToken), server.MaximumBytes);

    private string Name(ParseResult parsed) => parsed.GetValue(_name) ?? "main";
}
