using System.IO.Compression;
using NATS.Client.KeyValueStore;

namespace Cascade.Cli.Archives.Results;

/// <summary>Results beside the queue, compressed: a message of NATS is small.</summary>
internal sealed class NatsResults(INatsKVStore store, int maximumBytes) : IResultStore
{
    public async Task<bool> ContainsAsync(string key, CancellationToken cancellationToken) => await FindPackedAsync(key, cancellationToken) is not null;

    public async Task AddAsync(string key, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        using MemoryStream packed = new();
        await using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(document, cancellationToken);
        }

        if (packed.Length > maximumBytes)
        {
            throw new InvalidDataException(
                $"The result has {packed.Length} bytes when it is compressed; the NATS server takes {maximumBytes}: keep results in PostgreSQL (--postgres), or raise the server's max_payload.");
        }

        try
        {
            await store.CreateAsync(key, packed.ToArray(), cancellationToken: cancellationToken);
        }
        catch (NatsKVCreateException)
        {
            // Another worker had the same content.
        }
    }

    public Task NoteAsync(ArchiveOutcome outcome, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<byte[]?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (await FindPackedAsync(key, cancellationToken) is not { } packed)
        {
            return null;
        }

        await using GZipStream gzip = new(new MemoryStream(packed), CompressionMode.Decompress);
        using MemoryStream document = new();
        await gzip.CopyToAsync(document, cancellationToken);
        return document.ToArray();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<byte[]?> FindPackedAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.GetEntryAsync<byte[]>(key, cancellationToken: cancellationToken)).Value;
        }
        catch (Exception missing) when (missing is NatsKVKeyNotFoundException or NatsKVKeyDeletedException)
        {
            return null;
        }
    }
}
