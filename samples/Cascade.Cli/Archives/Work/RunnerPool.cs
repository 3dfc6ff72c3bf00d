namespace Cascade.Cli.Archives.Work;

/// <summary>Keeps the runners of the latest tasks, so that the next file of the same task finds everything loaded.</summary>
internal sealed class RunnerPool(Func<ArchiveTask, CancellationToken, Task<ITaskRunner>> create) : IAsyncDisposable
{
    private const int MaximumIdle = 4; // recognizers take some 100 MB each

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private long _clock;

    /// <summary>Runs a task on a file.</summary>
    public async Task<byte[]> RunAsync(ArchiveTask task, string path, FileProgress progress, CancellationToken cancellationToken)
    {
        string key = task.Fingerprint();
        Entry entry = Take(key, task);
        try
        {
            // The runner is for all files: the end of this one is not to end the start.
            ITaskRunner runner = await entry.Runner.WaitAsync(cancellationToken);
            return await runner.RunAsync(path, progress, cancellationToken);
        }
        finally
        {
            await ReleaseAsync(key, entry);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Entry entry in _entries.Values)
        {
            await EndAsync(entry);
        }

        _entries.Clear();
    }

    private Entry Take(string key, ArchiveTask task)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out Entry? entry))
            {
                entry = new Entry { Runner = Task.Run(() => create(task, CancellationToken.None)) };
                _entries.Add(key, entry);
            }

            entry.Users++;
            return entry;
        }
    }

    private async Task ReleaseAsync(string key, Entry entry)
    {
        List<Entry> ended = [];
        lock (_gate)
        {
            entry.Users--;
            entry.LastUse = ++_clock;
            if (entry.Runner.IsFaulted && entry.Users == 0)
            {
                _entries.Remove(key); // the next file tries to start it again
            }

            while (_entries.Count > MaximumIdle && _entries.Where(pair => pair.Value.Users == 0).MinBy(pair => pair.Value.LastUse) is { Key: { } oldest } found)
            {
                _entries.Remove(oldest);
                ended.Add(found.Value);
            }
        }

        foreach (Entry old in ended)
        {
            await EndAsync(old);
        }
    }

    private static async Task EndAsync(Entry entry)
    {
        await ((Task)entry.Runner).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (entry.Runner.IsCompletedSuccessfully)
        {
            await (await entry.Runner).DisposeAsync();
        }
    }

    private sealed class Entry
    {
        public required Task<ITaskRunner> Runner { get; init; }

        public int Users { get; set; }

        public long LastUse { get; set; }
    }
}
