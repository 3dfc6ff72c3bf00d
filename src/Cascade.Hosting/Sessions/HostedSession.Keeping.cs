using Cascade.Hosting.Nodes;

namespace Cascade.Hosting.Sessions;

/// <content>Kept in a store, so that another node can go on with it. An event that matters is sent when it is kept: so a client never knows more than the store.</content>
internal abstract partial class HostedSession
{
    /// <summary>Of audio, between two writes; what is open is then sent again. As long may pass until the store is asked whether the session is still this node's.</summary>
    protected static readonly TimeSpan KeepInterval = TimeSpan.FromSeconds(2);

    private long _keptReceived; // of the last write that has ended
    private long _keptEvent;
    private long _keptAt;

    /// <summary>Gets what keeps the session; <see langword="null"/> where this node is the only one.</summary>
    public SessionKeeper? Keeper { get; }

    /// <summary>Gets whether another node can go on with the session as it was last written.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Gets whether the store is to be asked: nothing has been written for long, or the last write had no answer.</summary>
    public bool IsToBeRenewed => Keeper is not null && (!IsKept || TimeProvider.GetElapsedTime(Volatile.Read(ref _keptAt)) >= KeepInterval);

    /// <summary>Is called, and must not wait, when another node has taken the session.</summary>
    public Action<HostedSession>? Taken { get; set; }

    /// <summary>Gets whether an event is behind the last one that is kept.</summary>
    protected bool OwesEvents => Events.Last > Volatile.Read(ref _keptEvent);

    /// <summary>Gets how much of the input is kept, as <see cref="KeptSession.Received"/> counts it.</summary>
    protected long KeptReceived => Volatile.Read(ref _keptReceived);

    /// <summary>Keeps the session as it is now. Not for callers that hold the work.</summary>
    public Task KeepAsync() => Keeper?.KeepAsync() ?? Task.CompletedTask;

    /// <summary>Finds out whether the session is still this node's.</summary>
    /// <param name="seen">The number of the last event that the client has. One that is not known here came from a node that went on with the session, also where the store cannot be asked.</param>
    public async ValueTask<bool> IsStillHereAsync(long seen)
    {
        if (seen > Events.Last)
        {
            Taken?.Invoke(this);
            return false;
        }

        return await RenewAsync().ConfigureAwait(false);
    }

    /// <summary>Asks the store whether the session is still this node's.</summary>
    /// <returns>False if it is not.</returns>
    public async ValueTask<bool> RenewAsync()
    {
        Volatile.Write(ref _keptAt, TimeProvider.GetTimestamp());
        StoreAnswer answer = Keeper is null ? StoreAnswer.Done : await Keeper.RenewAsync().ConfigureAwait(false);
        if (answer == StoreAnswer.Down)
        {
            IsKept = false; // another look at the next sweep: a store that is back may have lost all
        }
        else if (answer == StoreAnswer.Stale)
        {
            Taken?.Invoke(this);
        }
        else if (!IsKept)
        {
            _ = KeepAsync(); // what the client was told meanwhile
        }

        return answer != StoreAnswer.Stale;
    }

    /// <summary>Waits, where something is under way that another node could not go on with, for its end or the token's. The session is about to be handed over.</summary>
    public virtual Task WhenMovableAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Gets the session as it is now; <see langword="null"/> if it is over.</summary>
    protected virtual ValueTask<KeptSession?> CaptureAsync() => ValueTask.FromResult<KeptSession?>(null);

    /// <summary>Is called when the session has been kept, or cannot be.</summary>
    protected virtual void OnKept()
    {
    }

    /// <summary>Goes on with the events of a session that another node has kept. This one is new.</summary>
    protected void RestoreEvents(KeptSession kept, long seen = 0)
    {
        (_keptReceived, _keptEvent) = (kept.Received, kept.Last);
        Events.Restore(kept, seen);
        Events.SendOnlyTo(kept.Last);
        IsKept = true;
        _keptAt = TimeProvider.GetTimestamp();
    }

    private void OnKept(KeptSession session, StoreAnswer answer)
    {
        if (answer == StoreAnswer.Stale)
        {
            Taken?.Invoke(this); // what was computed here since is computed there
            return;
        }

        IsKept = answer == StoreAnswer.Done;

        // Where the store is down, the session goes on as one of this node alone.
        Volatile.Write(ref _keptAt, TimeProvider.GetTimestamp());
        Volatile.Write(ref _keptReceived, Math.Max(_keptReceived, session.Received));
        Volatile.Write(ref _keptEvent, Math.Max(_keptEvent, session.Last));
        Events.SendOnlyTo(_keptEvent);
        OnKept();
        Wake();
    }
}
