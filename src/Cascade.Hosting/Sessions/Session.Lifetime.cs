using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Sessions;

/// <content>The connection of a session, its idleness, and its end.</content>
internal sealed partial class Session
{
    // Held by whatever concerns the stream. Nobody holds it while waiting for the client.
    private readonly SemaphoreSlim _work = new(1, 1);

    // Guards what decides whether the session is idle, so that it cannot be evicted while audio begins to be processed.
    private readonly object _state = new();
    private ISessionPeer? _peer;
    private long _lastActive;
    private int _entered;
    private int _taking;
    private bool _isRetired;

    /// <summary>Set where the session is over for the client, and stays only until the client knows it.</summary>
    public Ending? Final { get; private set; }

    /// <summary>Whether there is no connection, and the session waits to be resumed.</summary>
    public bool IsWaiting => Volatile.Read(ref _peer) is null;

    /// <summary>When it was used last, as a timestamp.</summary>
    public long LastActive => Volatile.Read(ref _lastActive);

    /// <summary>A message has come.</summary>
    public void Touch()
    {
        lock (_state)
        {
            _lastActive = _timeProvider.GetTimestamp();
        }
    }

    /// <summary>A message has come, and is being taken in until <see cref="EndTaking"/>: a client that has to wait for the server is not idle.</summary>
    public void BeginTaking()
    {
        lock (_state)
        {
            _taking++;
            _lastActive = _timeProvider.GetTimestamp();
        }
    }

    /// <summary>The message has been taken in.</summary>
    public void EndTaking()
    {
        lock (_state)
        {
            _taking--;
            _lastActive = _timeProvider.GetTimestamp();
        }
    }

    /// <summary>A new session's first connection.</summary>
    public void Attach(ISessionPeer peer)
    {
        Events.TryRewind(peer, 0);
        Volatile.Write(ref _peer, peer);
    }

    /// <summary>The connection is lost.</summary>
    /// <returns>False if the session has another one by now.</returns>
    public bool Detach(ISessionPeer peer)
    {
        Touch();
        return Interlocked.CompareExchange(ref _peer, null, peer) == peer;
    }

    /// <summary>Goes on at another connection, behind the last event that the client has seen. Everything received is processed when this returns.</summary>
    /// <exception cref="ProtocolException">The session or audio that the client asks for is gone.</exception>
    public async ValueTask ResumeAsync(ISessionPeer peer, ResumeMessage resume)
    {
        Interlocked.Exchange(ref _peer, peer)?.End(Ending.Replaced);
        using Workplace work = await EnterAsync(peer, evenStopped: true).ConfigureAwait(false);
        if (!work.IsEntered)
        {
            throw new ProtocolException(ErrorCode.SessionUnknown, "The session has just ended.");
        }

        _partialBytes = 0; // the client sends the whole block again
        _packetBytes = 0;
        await DrainAsync().ConfigureAwait(false);
        if (resume.Acknowledged < 0 || resume.Acknowledged > Received)
        {
            throw new ProtocolException(ErrorCode.CannotResume, $"Samples from {Received} on are needed, and are offered from {resume.Acknowledged} on.");
        }

        if (!Events.TryRewind(peer, resume.Event))
        {
            throw new ProtocolException(ErrorCode.CannotResume, $"Events from {resume.Event + 1} on are not what the server has: its last is {Events.Last}, and acknowledged ones are forgotten.");
        }
    }

    /// <summary>Whether it has not been used for so long.</summary>
    public bool IsUnusedFor(TimeSpan duration) => Volatile.Read(ref _taking) == 0 && _timeProvider.GetElapsedTime(LastActive) >= duration;

    /// <summary>Whether it may be evicted.</summary>
    public bool IsIdle(TimeSpan idleAfter)
    {
        lock (_state)
        {
            return !_isRetired && _entered == 0 && !_isSpeaking && IsUnusedFor(idleAfter);
        }
    }

    /// <summary>Marks the session as ended, if it is still idle: nothing is processed from here on.</summary>
    public bool TryRetireIdle(TimeSpan idleAfter)
    {
        lock (_state)
        {
            return IsIdle(idleAfter) && TryRetire();
        }
    }

    /// <summary>Marks the session as ended.</summary>
    /// <returns>False if it was.</returns>
    public bool TryRetire()
    {
        lock (_state)
        {
            bool isFirst = !_isRetired;
            _isRetired = true;
            return isFirst;
        }
    }

    /// <summary>Ends a session that is retired: closes open speech if anybody is to hear of it, lets the connection end, and frees the stream.</summary>
    public async ValueTask EndAsync(Ending ending, bool flush)
    {
        await _work.WaitAsync().ConfigureAwait(false);
        try
        {
            if (flush)
            {
                await FlushStreamAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            Volatile.Read(ref _peer)?.End(ending);
            await FreeAsync().ConfigureAwait(false);
        }
    }

    // With the work held, which is let go of whatever fails.
    private async ValueTask FreeAsync()
    {
        try
        {
            _stall?.Dispose();
            if (_stream is { } stream)
            {
                _stream = null;
                _isSpeaking = false;
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            Held.Release();
            _work.Release();
        }
    }

    private async ValueTask DrainAsync()
    {
        if (_stream is { } stream)
        {
            await stream.DrainAsync().ConfigureAwait(false);
        }
    }

    private void Wake() => Volatile.Read(ref _peer)?.Wake();

    // Entered only for the connection that is the session's, and while that may still change it.
    private async ValueTask<Workplace> EnterAsync(ISessionPeer from, bool evenStopped = false)
    {
        lock (_state)
        {
            _entered++;
        }

        await _work.WaitAsync().ConfigureAwait(false);
        Workplace work = new(this);
        lock (_state)
        {
            if (!_isRetired && _peer == from && (Final is null || evenStopped))
            {
                return work;
            }
        }

        work.Dispose();
        return default;
    }

    private void Exit()
    {
        _work.Release();
        lock (_state)
        {
            _entered--;
        }
    }

    private readonly struct Workplace(Session? session) : IDisposable
    {
        public bool IsEntered => session is not null;

        public void Dispose() => session?.Exit();
    }
}
