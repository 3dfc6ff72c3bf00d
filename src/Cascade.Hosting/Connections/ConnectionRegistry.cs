using Cascade.Hosting.Sessions;
using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Connections;

/// <summary>
/// All connections. Those that have not begun a session are limited as sessions are, so that a flood of them costs no more than that. Thread-safe.
/// </summary>
internal sealed class ConnectionRegistry(IOptions<CascadeHostingOptions> options)
{
    private readonly object _lock = new();
    private readonly HashSet<SocketConnection> _connections = [];
    private readonly Dictionary<string, int> _pendingPerClient = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _pending;
    private bool _isStopping;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>Counts a connection that is about to be upgraded, until <see cref="Settle"/>.</summary>
    public Admission TryAdmit(string client)
    {
        lock (_lock)
        {
            int ofClient = _pendingPerClient.GetValueOrDefault(client);
            if (_isStopping)
            {
                return Admission.Stopping;
            }

            if (ofClient >= options.Value.MaxSessionsPerClient)
            {
                return Admission.TooManyOfClient;
            }

            if (_pending >= options.Value.MaxSessions)
            {
                return Admission.TooMany;
            }

            _pending++;
            _pendingPerClient[client] = ofClient + 1;
            return Admission.Admitted;
        }
    }

    /// <summary>A connection that was admitted has begun a session, or ended.</summary>
    public void Settle(string client)
    {
        lock (_lock)
        {
            _pending--;
            if (_pendingPerClient[client]-- == 1)
            {
                _pendingPerClient.Remove(client);
            }
        }
    }

    public void Add(SocketConnection connection)
    {
        lock (_lock)
        {
            _connections.Add(connection);
            if (!_isStopping)
            {
                return;
            }
        }

        connection.End(Ending.Shutdown); // upgraded just when the stop began
    }

    public void Remove(SocketConnection connection)
    {
        lock (_lock)
        {
            _connections.Remove(connection);
            CompleteIfEmpty();
        }
    }

    /// <summary>Admits no more.</summary>
    public void Refuse()
    {
        lock (_lock)
        {
            _isStopping = true;
            CompleteIfEmpty();
        }
    }

    public void EndAll(Ending ending)
    {
        SocketConnection[] all;
        lock (_lock)
        {
            all = [.. _connections];
        }

        foreach (SocketConnection connection in all)
        {
            connection.End(ending);
        }
    }

    /// <summary>After <see cref="Refuse"/>, waits for the last connection.</summary>
    public Task WaitUntilEmptyAsync(CancellationToken cancellationToken) => _empty.Task.WaitAsync(cancellationToken);

    private void CompleteIfEmpty()
    {
        if (_isStopping && _connections.Count == 0)
        {
            _empty.TrySetResult();
        }
    }
}
