using CliWrap;
using CliWrap.Buffered;
using Npgsql;

namespace Cascade.Archive.Tests.Support;

/// <summary>A PostgreSQL of the tests' own, with its socket in a folder that goes with it.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cascade-postgres");

    public string Address => $"Host={_folder.FullName};Username=cascade;Database=postgres";

    // Debian keeps the programs of each version apart.
    private static string Programs => Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Order().Last();

    public static async Task<PostgresServer> StartAsync()
    {
        PostgresServer server = new();
        if (Environment.UserName == "root") // as which PostgreSQL refuses to run
        {
            await new Command("chown").WithArguments(["nobody", server._folder.FullName]).ExecuteAsync();
        }

        await RunAsync("initdb", "-D", server.Data, "-U", "cascade", "--auth=trust", "--no-sync");
        await RunAsync("pg_ctl", "-D", server.Data, "-w", "-l", Path.Combine(server._folder.FullName, "log"), "-o", $"-c listen_addresses= -c unix_socket_directories={server._folder.FullName} -c fsync=off", "start");
        return server;
    }

    public async Task<object?> AskAsync(string sql)
    {
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(Address);
        await using NpgsqlCommand command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("pg_ctl", "-D", Data, "-m", "immediate", "stop");
        _folder.Delete(recursive: true);
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    private static async Task RunAsync(string program, params string[] arguments)
    {
        string path = Path.Combine(Programs, program);
        string[] command = Environment.UserName == "root" ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", path, .. arguments] : [path, .. arguments];
        await new Command(command[0]).WithArguments(command[1..]).WithWorkingDirectory("/").ExecuteBufferedAsync();
    }
}
