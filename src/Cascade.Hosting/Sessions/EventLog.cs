using Cascade.Hosting.Connections;
using Cascade.Hosting.Nodes;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Sessions;

/// <summary>
/// A session's events from the first that is not acknowledged to the last: what is to be sent and what may have to be sent again. Safe to call from any thread.
/// </summary>
internal sealed class EventLog
{
    private readonly object _lock = new();
    private readonly int _maxEvents;
    private readonly int _maxBytes;
    private readonly bool _isReplayable;
    private readonly SessionMemory? _held;
    private readonly Signal _room = new();
    private LoggedEvent _forgotten; // the last one that is; the list begins behind it
    private LoggedEvent _taken; // the last one that is being sent, or has been: clients may acknowledge it before the sender knows that it has gone
    private LoggedEvent _sent;
    private LoggedEvent _last;
    private long _number; // of the last one; those behind which another node went on have none
    private long _bytes;
    private object? _reader;
    private long _sendable = long.MaxValue; // where a store keeps the session: events behind this one are not kept yet

    /// <param name="maxEvents">So many may be unacknowledged.</param>
    /// <param name="maxBytes">So many bytes of them.</param>
    /// <param name="isReplayable">Whether events are kept when they have been sent.</param>
    /// <param name="held">Is told of the bytes.</param>
    public EventLog(int maxEvents, int maxBytes, bool isReplayable, SessionMemory? held = null)
    {
        _held = held;
        _maxEvents = maxEvents;
        _maxBytes = maxBytes;
        _isReplayable = isReplayable;
        _forgotten = _taken = _sent = _last = new LoggedEvent(0, [], default);
    }

    /// <summary>The number of the last event, 0 if there is none.</summary>
    public long Last
    {
        get
        {
            lock (_lock)
            {
                return _number;
            }
        }
    }

    /// <summary>The bytes that are held.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Whether audio has to wait: half of what may be held is, and some of it can still be sent.</summary>
    public bool IsBehind
    {
        get
        {
            lock (_lock)
            {
                return _sent.Next is not null && Exceeds(_maxEvents / 2, _maxBytes / 2);
            }
        }
    }

    /// <summary>Whether something can still be sent.</summary>
    public bool HasUnsent
    {
        get
        {
            lock (_lock)
            {
                return _sent.Next is not null;
            }
        }
    }

    /// <summary>Whether all that may be held has been sent, and is not acknowledged.</summary>
    public bool IsUnacknowledged
    {
        get
        {
            lock (_lock)
            {
                return _sent.Next is null && Exceeds(_maxEvents, _maxBytes);
            }
        }
    }

    public void Append(EventMessage message, ReadOnlyMemory<byte> audio = default) => Append(number => (message with { Event = number }).ToUtf8(), audio);

    /// <summary>Adds an event of any protocol.</summary>
    /// <param name="write">Makes its JSON from its number. Must not wait.</param>
    /// <param name="audio">The binary message behind it, unless it is empty.</param>
    /// <param name="isKept">Whether another node is to know of it; else it is sent at once, and lost with the node.</param>
    /// <returns>The number.</returns>
    public long Append(Func<long, byte[]> write, ReadOnlyMemory<byte> audio = default, bool isKept = true)
    {
        lock (_lock)
        {
            Add(new LoggedEvent(_number + 1, write(_number + 1), audio, isKept));
            return _number;
        }
    }

    /// <summary>The next event to send.</summary>
    /// <param name="reader">The connection that sends. There is nothing for one that is no longer the log's.</param>
    /// <param name="json">The text message.</param>
    /// <param name="audio">The binary message behind it, unless it is empty.</param>
    public bool TryTake(object reader, out byte[] json, out ReadOnlyMemory<byte> audio)
    {
        lock (_lock)
        {
            LoggedEvent? next = _reader == reader && _sent.Next is { } first && (first.Number <= _sendable || !first.IsKept) ? first : null;
            _taken = next ?? _taken;
            (json, audio) = next is null ? ([], default) : (next.Json, next.Audio);
            return next is not null;
        }
    }

    /// <summary>The event that was taken has been sent. Events that a former connection has sent do not count.</summary>
    public void MarkSent(object reader)
    {
        lock (_lock)
        {
            if (_reader != reader)
            {
                return;
            }

            _sent = _taken;
            _room.Set();
            if (!_isReplayable)
            {
                ForgetTo(_sent.Number);
            }
        }
    }

    /// <summary>Events up to a number have been seen.</summary>
    /// <returns>False if that one has not been sent.</returns>
    public bool TryAcknowledge(long number)
    {
        lock (_lock)
        {
            if (number < 0 || number > _taken.Number)
            {
                return false;
            }

            ForgetTo(number);
            _room.Set();
            return true;
        }
    }

    /// <summary>From now on events are sent only when they are kept elsewhere: no client is to know of one that another node would make again.</summary>
    public void SendOnlyTo(long number)
    {
        lock (_lock)
        {
            _sendable = number;
        }
    }

    /// <summary>Gets the events that are not acknowledged, as those of a session that lacks its state.</summary>
    public KeptSession Capture(string client, long received)
    {
        lock (_lock)
        {
            List<KeptEvent> events = [];
            for (LoggedEvent? one = _forgotten.Next; one is not null; one = one.Next)
            {
                if (one.IsKept)
                {
                    events.Add(new KeptEvent(one.Number, one.Json, one.Audio));
                }
            }

            return new KeptSession(client, received, [], _forgotten.Number, _number, events);
        }
    }

    /// <summary>Goes on with what another log has captured. This one is new.</summary>
    /// <param name="kept">The session.</param>
    /// <param name="seen">The number of the last event that the client has seen: it may be one that was not kept.</param>
    public void Restore(KeptSession kept, long seen)
    {
        lock (_lock)
        {
            _forgotten = _taken = _sent = _last = new LoggedEvent(kept.Forgotten, [], default);
            foreach (KeptEvent one in kept.Events)
            {
                Add(new LoggedEvent(one.Number, one.Json, one.Audio));
            }

            _number = Math.Max(kept.Last, seen);
        }
    }

    /// <summary>Waits until more may be added: for one writer that makes events by itself, and not from what a client sends.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (IsBehind || IsUnacknowledged)
        {
            await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>From now on another connection sends, from the event after a number; what is before is forgotten.</summary>
    /// <returns>False if events after the number are forgotten, or there is no such number.</returns>
    public bool TryRewind(object reader, long number)
    {
        lock (_lock)
        {
            _reader = reader;
            if (number < _forgotten.Number || number > _number)
            {
                return false;
            }

            ForgetTo(number);
            if (_forgotten.Number < number)
            {
                LoggedEvent seen = new(number, [], default) { Next = _forgotten.Next }; // on another node, which did not keep it
                _last = _last == _forgotten ? seen : _last;
                _forgotten = seen;
            }

            _taken = _sent = _forgotten;
            return true;
        }
    }

    private void Add(LoggedEvent next)
    {
        _last.Next = next;
        _last = next;
        _number = next.Number;
        _bytes += next.Bytes;
        _held?.Add(next.Bytes);
    }

    private bool Exceeds(long events, long bytes) => _number - _forgotten.Number > events || _bytes > bytes;

    private void ForgetTo(long number)
    {
        while (_forgotten.Next is { } next && next.Number <= number)
        {
            _forgotten = next;
            _bytes -= _forgotten.Bytes;
            _held?.Add(-_forgotten.Bytes);
            _forgotten.Clear();
        }

        _sent = _sent.Number < _forgotten.Number ? _forgotten : _sent;
    }
}
