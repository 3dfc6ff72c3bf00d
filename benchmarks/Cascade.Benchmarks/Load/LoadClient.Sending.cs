using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Cascade.Benchmarks.Load;

/// <content>What the client sends. Between ready and the end or a drop it is either on the pacer's list or here, never both.</content>
internal sealed partial class LoadClient
{
    private readonly byte[] _buffer;
    private readonly long _chunkTicks;
    private readonly SendLog _sends;
    private long _start;
    private long _sent;
    private long _acknowledged;
    private long _nextStall;
    private long _nextDrop;
    private long _stalledUntil;

    /// <summary>Sends what has been recorded until now, or lets the network fail.</summary>
    public async Task SendDueAsync()
    {
        if (_connection is not { } connection || TryFail(connection))
        {
            Volatile.Write(ref _isPaced, 0);
            return;
        }

        bool goesOn = false;
        try
        {
            await AcknowledgeAsync(connection);
            while (_sent < RecordedUntil(Stopwatch.GetTimestamp()))
            {
                await SendChunkAsync(connection, (int)Math.Min(_context.Arguments.ChunkSamples, RecordedUntil(Stopwatch.GetTimestamp()) - _sent));
            }

            if (_sent == RecordedUntil(_context.Window.End))
            {
                await SendTextAsync(connection, """{"type":"stop"}""");
                return;
            }

            long chunk = (_sent / _context.Arguments.ChunkSamples) + 1;
            goesOn = true;
            Pace(_start + (chunk * _chunkTicks) + _faults.NextJitter());
        }
        catch (Exception e) when (e is IOException or SocketException or WebSocketException or ObjectDisposedException)
        {
            // Whoever receives is told why the connection has ended.
        }
        finally
        {
            if (!goesOn)
            {
                Volatile.Write(ref _isPaced, 0);
            }
        }
    }

    private async ValueTask SendChunkAsync(Connection connection, int samples)
    {
        Memory<byte> bytes = _buffer.AsMemory(0, samples * sizeof(short));
        _context.Track.Copy((_offsetSamples + _sent) * sizeof(short), bytes.Span);
        lock (_gate)
        {
            _sent += samples;
            _sends.Add(_sent, Stopwatch.GetTimestamp());
        }

        await connection.SendAsync(bytes, WebSocketMessageType.Binary);
        _context.Traffic.Up(bytes.Length);
    }

    private async ValueTask AcknowledgeAsync(Connection connection)
    {
        long last = Interlocked.Read(ref _lastEvent);
        if (last > _acknowledged)
        {
            await SendTextAsync(connection, string.Create(CultureInfo.InvariantCulture, $$"""{"type":"ack","event":{{last}}}"""));
            _acknowledged = last;
        }
    }

    // Samples in whole chunks. Recording goes on while the network fails.
    private long RecordedUntil(long stamp) => (Math.Min(stamp, _context.Window.End) - _start) / _chunkTicks * _context.Arguments.ChunkSamples;

    private bool TryFail(Connection connection)
    {
        long now = Stopwatch.GetTimestamp();
        if (_stalledUntil > 0)
        {
            Volatile.Write(ref _stalledUntil, 0);
            _nextStall = _faults.NextStall(now);
        }

        return now < _context.Window.End && (TryDrop(connection, now) || TryStall(now));
    }

    private bool TryDrop(Connection connection, long now)
    {
        if (now < _nextDrop)
        {
            return false;
        }

        lock (_gate)
        {
            _connection = null; // what it still receives is not heard
        }

        _nextDrop = _faults.NextDrop(now);
        _context.Traffic.Dropped();
        _context.Traffic.Disconnected();
        _dropped.SetResult(); // before the reset, which ends the receiving
        if (!_faults.NextIsHalfOpen())
        {
            connection.Reset();
        }

        return true;
    }

    private bool TryStall(long now)
    {
        if (now < _nextStall)
        {
            return false;
        }

        lock (_gate)
        {
            _sends.BeginRun(_sent); // what was sent before and is read after it is not measured
        }

        long until = now + (long)(_faults.NextLength().TotalSeconds * Stopwatch.Frequency);
        Volatile.Write(ref _stalledUntil, until);
        _context.Traffic.Stalled();
        _context.Pacer.Schedule(this, until);
        return true;
    }
}
