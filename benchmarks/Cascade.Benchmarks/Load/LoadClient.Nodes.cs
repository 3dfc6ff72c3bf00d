using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Cascade.Benchmarks.Load;

/// <content>A client whose server may go: it comes back by itself, through the balancer, and says what it knows.</content>
internal sealed partial class LoadClient
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // Answers of a server that cannot go on with a session which another one may have.
    private static readonly string[] Passing = ["storeUnavailable", "serverFull", "moved", "shutdown"];

    private string? _code;
    private long _lostAt;
    private int _isPaced; // on the pacer's list, or sending

    /// <summary>How long it took to be back, each time.</summary>
    public List<TimeSpan> Absences { get; } = [];

    private bool HasNodes => _context.Arguments.Nodes > 0;

    private async Task<Connection?> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Connection.OpenAsync(_context.Address, cancellationToken);
        }
        catch (Exception e) when (HasNodes && e is IOException or SocketException)
        {
            Lost();
            await Task.Delay(Pause, cancellationToken);
            return null;
        }
    }

    private async Task<bool> TrySendAsync(Connection connection, string hello)
    {
        try
        {
            await SendTextAsync(connection, hello);
            return true;
        }
        catch (Exception e) when (HasNodes && e is IOException or SocketException or WebSocketException or ObjectDisposedException)
        {
            Lost();
            return false;
        }
    }

    // A connection that ends without the end of the session, or with an error that passes.
    private bool TryComeBack()
    {
        bool comesBack = HasNodes && !_isClosed && (_error is null || Passing.Contains(_code));
        if (comesBack)
        {
            Lost();
            (_error, _code) = (null, null);
        }

        return comesBack;
    }

    // Recording goes on, but nothing is sent: the pacer is to have let go of the client before it schedules it again.
    private async Task LeaveAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _connection = null;
        }

        while (Volatile.Read(ref _isPaced) == 1)
        {
            await Task.Delay(5, cancellationToken);
        }

        await Task.Delay(Pause, cancellationToken);
    }

    private void Lost() => _lostAt = _lostAt == 0 ? Stopwatch.GetTimestamp() : _lostAt;

    private void Back()
    {
        if (_lostAt != 0)
        {
            Absences.Add(Stopwatch.GetElapsedTime(_lostAt));
            _lostAt = 0;
        }
    }

    private void Pace(long stamp)
    {
        Volatile.Write(ref _isPaced, 1);
        _context.Pacer.Schedule(this, stamp);
    }
}
