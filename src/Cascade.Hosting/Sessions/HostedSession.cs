using System.Diagnostics.CodeAnalysis;
using Cascade.Hosting.Nodes;

namespace Cascade.Hosting.Sessions;

/// <summary>
/// A session as the manager and its connection see it: who owns it, whether it is idle, and how it ends. The effects of the client's messages are its own affair.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "the semaphore has no handle unless one is asked for; what is to be freed is freed by EndAsync")]
internal abstract partial class HostedSession
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

    /// <param name="number">Names the session in logs.</param>
    /// <param name="client">The client that owns the session.</param>
    /// <param name="isResumable">Whether it waits for its client when the connection is lost.</param>
    /// <param name="limits">The limits of the server.</param>
    /// <param name="held">The bytes that all sessions hold.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="keeper">Keeps the session for other nodes.</param>
    protected HostedSession(long number, string client, bool isResumable, CascadeHostingOptions limits, HeldMemory held, TimeProvider timeProvider, SessionKeeper? keeper = null)
    {
        Id = keeper?.Id ?? SecretId.New();
        TimeProvider = timeProvider;
        _lastActive = timeProvider.GetTimestamp();
        Number = number;
        Client = client;
        IsResumable = isResumable;
        Held = new SessionMemory(held);
        Events = new EventLog(limits.MaxUnacknowledgedEvents, limits.MaxUnacknowledgedBytes, isResumable, Held);
        Keeper = keeper;
        if (keeper is not null)
        {
            Events.SendOnlyTo(0);
            keeper.Bind(CaptureAsync, OnKept);
        }
    }

    /// <summary>Names the session in logs, where its id must not stand.</summary>
    public long Number { get; }

    /// <summary>The secret by which it is resumed.</summary>
    public string Id { get; }

    /// <summary>The client that owns the session.</summary>
    public string Client { get; }

    /// <summary>Whether it waits for its client when the connection is lost.</summary>
    public bool IsResumable { get; }

    public EventLog Events { get; }

    /// <summary>Gets the bytes that the session holds for its client.</summary>
    public SessionMemory Held { get; }

    /// <summary>Whether somebody is at the word, so that the session is not idle.</summary>
    public abstract bool IsSpeaking { get; }

    /// <summary>Set where the session is over for the client, and stays only until the client knows it.</summary>
    public Ending? Final { get; protected set; }

    /// <summary>Whether there is no connection, and the session waits to be resumed.</summary>
    public bool IsWaiting => Volatile.Read(ref _peer) is null;

    /// <summary>When it was used last, as a timestamp.</summary>
    public long LastActive => Volatile.Read(ref _lastActive);

    /// <summary>A message has come.</summary>
    public void Touch()
    {
        lock (_state)
        {
            _lastActive = TimeProvider.GetTimestamp();
        }
    }

    /// <summary>A message has come, and is being taken in until <see cref="EndTaking"/>: a client that has to wait for the server is not idle.</summary>
    public void BeginTaking()
    {
        lock (_state)
        {
            _taking++;
            _lastActive = TimeProvider.GetTimestamp();
        }
    }

    /// <summary>The message has been taken in.</summary>
    public void EndTaking()
    {
        lock (_state)
        {
            _lastActive = TimeProvider.GetTimestamp();
            Volatile.Write(ref _taking, _taking - 1); // last: who sees no message being taken in also sees that there was one
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

    /// <summary>Whether it has not been used for so long.</summary>
    public bool IsUnusedFor(TimeSpan duration) => Volatile.Read(ref _taking) == 0 && TimeProvider.GetElapsedTime(LastActive) >= duration;

    /// <summary>Whether it may be evicted.</summary>
    public bool IsIdle(TimeSpan idleAfter)
    {
        lock (_state)
        {
            return !_isRetired && _entered == 0 && !IsSpeaking && IsUnusedFor(idleAfter);
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
            Leave(ending);
            Volatile.Read(ref _peer)?.End(ending);
            await FreeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Is called with the work held, before the connection is told of the end: nothing is processed any more.</summary>
    protected virtual void Leave(Ending ending)
    {
        Keeper?.Stop();
        if (ending != Ending.Moved)
        {
            Events.SendOnlyTo(long.MaxValue); // the last events are for nobody but this client
        }
    }

    // With the work held, which is let go of whatever fails.
    private async ValueTask FreeAsync()
    {
        try
        {
            await FreeStreamAsync().ConfigureAwait(false);
        }
        finally
        {
            Held.Release();
            _work.Release();
        }
    }

    protected TimeProvider TimeProvider { get; }

    /// <summary>Closes what is open and tells it, with the work held.</summary>
    protected abstract ValueTask FlushStreamAsync();

    /// <summary>Frees what the session works with, with the work held.</summary>
    protected abstract ValueTask FreeStreamAsync();

    /// <summary>Waits for the right to change the stream, whatever the connection; <see cref="LeaveWork"/> gives it back.</summary>
    protected Task TakeWorkAsync() => _work.WaitAsync();

    /// <summary>Gives back what <see cref="TakeWorkAsync"/> took.</summary>
    protected void LeaveWork() => _work.Release();

    /// <summary>Makes another connection the session's, and ends the one before.</summary>
    protected void Replace(ISessionPeer peer) => Interlocked.Exchange(ref _peer, peer)?.End(Ending.Replaced);

    /// <summary>Lets the connection send.</summary>
    protected void Wake() => Volatile.Read(ref _peer)?.Wake();

    // Entered only for the connection that is the session's, and while that may still change it.
    protected async ValueTask<Workplace> EnterAsync(ISessionPeer from, bool evenStopped = false)
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

    /// <summary>The right to change the session, until it is disposed.</summary>
    protected readonly struct Workplace(HostedSession? session) : IDisposable
    {
        public bool IsEntered => session is not null;

        public void Dispose() => session?.Exit();
    }
}
