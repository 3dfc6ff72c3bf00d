using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.KeyValueStore;

namespace Cascade.Cli.Archives;

/// <summary>The connection to a NATS server that has JetStream, and the places of one archive on it.</summary>
internal sealed class ArchiveServer : IAsyncDisposable
{
    private static readonly TimeSpan WorkersForget = TimeSpan.FromSeconds(15);

    // For a busy server, or a busy machine of one's own: a server that is not there refuses at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly NatsConnection _connection;
    private readonly NatsKVContext _stores;
    private readonly string _prefix;

    private ArchiveServer(NatsConnection connection, string name)
    {
        (_connection, _prefix) = (connection, $"cascade-{name}");
        JetStream = new NatsJSContext(connection);
        _stores = new NatsKVContext(JetStream);
    }

    public NatsJSContext JetStream { get; }

    /// <summary>The name of the stream and the subject of waiting jobs.</summary>
    public string Jobs => $"{_prefix}-jobs";

    /// <summary>The longest message that the server takes.</summary>
    public int MaximumBytes => _connection.ServerInfo!.MaxPayload;

    /// <summary>Connects.</summary>
    /// <exception cref="NatsException">The server cannot be reached, or has no JetStream.</exception>
    public static async Task<ArchiveServer> ConnectAsync(string address, string name, CancellationToken cancellationToken)
    {
        NatsConnection connection = new(new NatsOpts { Url = address, Name = "cascade archive", ConnectTimeout = Patience, CommandTimeout = Patience, RequestTimeout = Patience });
        try
        {
            await connection.ConnectAsync().AsTask().WaitAsync(cancellationToken);
            if (connection.ServerInfo?.JetStreamAvailable != true)
            {
                throw new NatsException("The NATS server has no JetStream: start it with -js.");
            }

            return new ArchiveServer(connection, name);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task<JobQueue> OpenQueueAsync(QueueLimits limits, CancellationToken cancellationToken) => await JobQueue.OpenAsync(this, limits, cancellationToken);

    public async Task<Bucket<ArchiveBatch>> OpenBatchesAsync(CancellationToken cancellationToken) => new(await OpenAsync("batches", cancellationToken));

    public async Task<Bucket<ArchiveOutcome>> OpenOutcomesAsync(CancellationToken cancellationToken) => new(await OpenAsync("outcomes", cancellationToken));

    public async Task<INatsKVStore> OpenResultsAsync(CancellationToken cancellationToken) => await OpenAsync("results", cancellationToken);

    /// <summary>Opens the list of workers: one that has said nothing for a while is forgotten.</summary>
    public async Task<Bucket<WorkerState>> OpenWorkersAsync(CancellationToken cancellationToken) => new(await _stores.CreateStoreAsync(
        new NatsKVConfig($"{_prefix}-workers") { Storage = NatsKVStorageType.Memory, MaxAge = WorkersForget }, cancellationToken));

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private ValueTask<INatsKVStore> OpenAsync(string bucket, CancellationToken cancellationToken) => _stores.CreateStoreAsync(new NatsKVConfig($"{_prefix}-{bucket}"), cancellationToken);
}
