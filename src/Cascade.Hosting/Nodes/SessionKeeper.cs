namespace Cascade.Hosting.Nodes;

/// <summary>Keeps one session in the store: one write at a time, and one more for all that was asked for meanwhile. Thread-safe.</summary>
internal sealed class SessionKeeper
{
    private readonly ISessionStore _store;
    private readonly string _key;
    private readonly TimeSpan _keptFor;
    private readonly object _lock = new();
    private Func<ValueTask<KeptSession?>> _capture = static () => ValueTask.FromResult<KeptSession?>(null);
    private Action<KeptSession, StoreAnswer> _kept = static (_, _) => { };
    private Task? _running;
    private Task? _next;
    private volatile bool _isOver;

    /// <param name="store">The store.</param>
    /// <param name="id">The session.</param>
    /// <param name="kind">The kind of the session, so that no session is taken for one of another kind.</param>
    /// <param name="epoch">The owner's epoch.</param>
    /// <param name="keptFor">How long the session outlives its node.</param>
    public SessionKeeper(ISessionStore store, string id, string kind, long epoch, TimeSpan keptFor)
    {
        _store = store;
        Id = id;
        _key = Key(kind, id);
        _keptFor = keptFor;
        Epoch = epoch;
    }

    public long Epoch { get; }

    /// <summary>Gets the id that the session goes by on every node.</summary>
    public string Id { get; }

    /// <summary>Gets the name of a session in the store.</summary>
    public static string Key(string kind, string id) => kind + id;

    /// <summary>Says how the session is captured, and who is told what came of it.</summary>
    public void Bind(Func<ValueTask<KeptSession?>> capture, Action<KeptSession, StoreAnswer> kept) => (_capture, _kept) = (capture, kept);

    /// <summary>Keeps the session as it is now, or later.</summary>
    /// <returns>Completes when the session has been kept as it was at this call or after it, or could not be. It never fails.</returns>
    public Task KeepAsync()
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return Task.CompletedTask;
            }

            if (_running is null)
            {
                return _running = Task.Run(RunAsync);
            }

            return _next ??= AfterAsync(_running);
        }
    }

    /// <summary>Asks whether the session is still this node's, and keeps it in the store for longer.</summary>
    public async ValueTask<StoreAnswer> RenewAsync()
    {
        StoreAnswer answer = _isOver ? StoreAnswer.Done : await _store.RenewAsync(_key, Epoch, _keptFor).ConfigureAwait(false);
        if (answer == StoreAnswer.Absent)
        {
            _ = KeepAsync(); // the store has lost it
        }

        return answer;
    }

    /// <summary>Writes nothing any more.</summary>
    public void Stop() => _isOver = true;

    /// <summary>The session has ended: nobody is to go on with it.</summary>
    public async Task EndAsync()
    {
        Stop();
        Task? running;
        lock (_lock)
        {
            running = _next ?? _running;
        }

        if (running is not null)
        {
            await running.ConfigureAwait(false); // a write of before would bring it back
        }

        await _store.EndAsync(_key, Epoch).ConfigureAwait(false);
    }

    private async Task AfterAsync(Task running)
    {
        await running.ConfigureAwait(false);
        lock (_lock)
        {
            (_running, _next) = (_next, null);
        }

        await RunAsync().ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        try
        {
            if (!_isOver && await _capture().ConfigureAwait(false) is { } session)
            {
                _kept(session, await _store.WriteAsync(_key, Epoch, session.ToBytes(), _keptFor).ConfigureAwait(false));
            }
        }
        finally
        {
            lock (_lock)
            {
                if (_next is null)
                {
                    _running = null;
                }
            }
        }
    }
}
