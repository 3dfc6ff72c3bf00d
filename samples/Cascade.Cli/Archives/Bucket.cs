using System.Runtime.CompilerServices;
using NATS.Client.KeyValueStore;

namespace Cascade.Cli.Archives;

/// <summary>Records by name that all machines see.</summary>
internal sealed class Bucket<T>(INatsKVStore store)
    where T : class
{
    public async Task PutAsync(string key, T value, CancellationToken cancellationToken) => await store.PutAsync(key, ArchiveJson.Write(value), cancellationToken: cancellationToken);

    /// <summary>Adds a record unless there is one of that name.</summary>
    /// <returns>Whether it was added.</returns>
    public async Task<bool> AddAsync(string key, T value, CancellationToken cancellationToken)
    {
        try
        {
            await store.CreateAsync(key, ArchiveJson.Write(value), cancellationToken: cancellationToken);
            return true;
        }
        catch (NatsKVCreateException)
        {
            return false;
        }
    }

    public async Task<T?> FindAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return ArchiveJson.Read<T>((await store.GetEntryAsync<byte[]>(key, cancellationToken: cancellationToken)).Value);
        }
        catch (Exception missing) when (missing is NatsKVKeyNotFoundException or NatsKVKeyDeletedException)
        {
            return null;
        }
    }

    public async Task RemoveAsync(string key, CancellationToken cancellationToken) => await store.DeleteAsync(key, cancellationToken: cancellationToken);

    /// <summary>Gets the records there are, and then each new one as it comes.</summary>
    /// <param name="pattern">Names; <c>&gt;</c> is all.</param>
    /// <param name="follow">Whether to wait for new ones.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async IAsyncEnumerable<T> ReadAsync(string pattern, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        NatsKVWatchOpts options = new() { IgnoreDeletes = follow, OnNoData = _ => ValueTask.FromResult(!follow) };
        await foreach (NatsKVEntry<byte[]> entry in store.WatchAsync<byte[]>(pattern, opts: options, cancellationToken: cancellationToken))
        {
            if (entry.Operation == NatsKVOperation.Put)
            {
                yield return ArchiveJson.Read<T>(entry.Value);
            }

            if (!follow && entry.Delta == 0)
            {
                yield break;
            }
        }
    }
}
