namespace Cascade.Speech.Sessions;

/// <summary>The contexts of sessions: bounded in number and size, forgotten some time after their last use, removed when a session closes.</summary>
internal sealed class SessionContexts(int maximumSessions, int maximumText, TimeSpan timeout, TimeProvider time)
{
    private static readonly SessionContext Empty = new(null, "");

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = []; // the oldest first

    public int Count
    {
        get
        {
            lock (_lock)
            {
                Expire();
                return _entries.Count;
            }
        }
    }

    /// <summary>Returns a session's context, with the grammar that it chooses now if it chooses one.</summary>
    public SessionContext Use(string id, string? grammar)
    {
        lock (_lock)
        {
            SessionContext context = Find(id);
            return Store(id, grammar is null ? context : context with { Grammar = grammar });
        }
    }

    /// <summary>Adds to a session's text, unless it was closed meanwhile.</summary>
    public void Append(string id, string text)
    {
        lock (_lock)
        {
            if (_entries.ContainsKey(id))
            {
                SessionContext context = Find(id);
                string whole = context.Text.Length == 0 ? text : $"{context.Text} {text}";
                Store(id, context with { Text = whole.Length <= maximumText ? whole : whole[^maximumText..] });
            }
        }
    }

    public void Close(string id)
    {
        lock (_lock)
        {
            Remove(id);
        }
    }

    private SessionContext Find(string id)
    {
        Expire();
        return _entries.TryGetValue(id, out LinkedListNode<Entry>? node) ? node.Value.Context : Empty;
    }

    private SessionContext Store(string id, SessionContext context)
    {
        Remove(id);
        _entries[id] = _byUse.AddLast(new Entry(id, context, time.GetTimestamp()));
        if (_entries.Count > maximumSessions)
        {
            Remove(_byUse.First!.Value.Id);
        }

        return context;
    }

    private void Remove(string id)
    {
        if (_entries.Remove(id, out LinkedListNode<Entry>? node))
        {
            _byUse.Remove(node);
        }
    }

    private void Expire()
    {
        while (_byUse.First is { } oldest && time.GetElapsedTime(oldest.Value.UsedAt) >= timeout)
        {
            Remove(oldest.Value.Id);
        }
    }

    private sealed record Entry(string Id, SessionContext Context, long UsedAt);
}
