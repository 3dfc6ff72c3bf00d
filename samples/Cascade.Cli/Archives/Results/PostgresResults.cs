using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Cascade.Cli.Archives.Results;

/// <summary>Results in two tables of PostgreSQL, which are made where they are missing: <c>cascade_result</c> by content, <c>cascade_file</c> by file.</summary>
internal sealed class PostgresResults : IResultStore
{
    // Workers that start together would each make the tables: the lock lets one at a time look.
    private const string Tables = """
        begin;
        select pg_advisory_xact_lock(6061741021);
        create table if not exists cascade_result (key text primary key, document jsonb not null, added_at timestamptz not null default now());
        create table if not exists cascade_file (
            archive text not null, batch text not null, number int not null, source text not null, result_key text references cascade_result (key), fault text,
            tries int not null, worker text not null, ended_at timestamptz not null default now(), primary key (archive, batch, number));
        create index if not exists cascade_file_source on cascade_file (source);
        commit;
        """;

    private readonly NpgsqlDataSource _database;
    private readonly string _archive;

    private PostgresResults(NpgsqlDataSource database, string archive) => (_database, _archive) = (database, archive);

    /// <exception cref="NpgsqlException">The database cannot be reached or refuses.</exception>
    public static async Task<PostgresResults> OpenAsync(string address, string archive, CancellationToken cancellationToken)
    {
        NpgsqlDataSource database = NpgsqlDataSource.Create(address);
        try
        {
            await using NpgsqlCommand command = database.CreateCommand(Tables);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new PostgresResults(database, archive);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async Task<bool> ContainsAsync(string key, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = _database.CreateCommand("select 1 from cascade_result where key = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    public async Task AddAsync(string key, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = _database.CreateCommand("insert into cascade_result (key, document) values ($1, $2) on conflict do nothing");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Encoding.UTF8.GetString(document.Span), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task NoteAsync(ArchiveOutcome outcome, CancellationToken cancellationToken)
    {
        const string insert = "insert into cascade_file (archive, batch, number, source, result_key, fault, tries, worker) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing";
        await using NpgsqlCommand command = _database.CreateCommand(insert);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _archive });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = outcome.Batch });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = outcome.Number });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = outcome.Source });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)outcome.ResultKey ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)outcome.Fault ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = outcome.Tries });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = outcome.Worker });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<byte[]?> FindAsync(string key, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = _database.CreateCommand("select document::text from cascade_result where key = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        return await command.ExecuteScalarAsync(cancellationToken) is string text ? Encoding.UTF8.GetBytes(text) : null;
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
