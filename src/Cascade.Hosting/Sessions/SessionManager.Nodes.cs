using Cascade.Hosting.Nodes;
using Cascade.Hosting.Sessions;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting;

/// <content>Sessions that any of several nodes can go on with.</content>
public sealed partial class SessionManager
{
    // What a session outlives its node by, beyond the time that its client has to come back.
    private static readonly TimeSpan KeptLonger = TimeSpan.FromSeconds(10);

    // For a turn that goes on while the node is drained.
    private static readonly TimeSpan HandOverPatience = TimeSpan.FromSeconds(10);

    // Two connections that want one session must not take it from each other on the same node.
    private readonly SemaphoreSlim _taking = new(1, 1);
    private volatile bool _isDraining;

    /// <summary>Gets whether new sessions are refused because the application is about to stop.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>
    /// Begins no more sessions here, and gives the shared ones to other nodes: each is kept, and its client is told to resume at once. A conversation is given away when nobody is at the word, or after ten seconds.
    /// Sessions that only this node has go on. The health check is unhealthy. Stopping the application does the same first.
    /// </summary>
    public async Task DrainAsync()
    {
        _isDraining = true;
        using CancellationTokenSource patience = new(HandOverPatience, _timeProvider);
        await Task.WhenAll(All().Where(session => session.Keeper is not null).Select(session => HandOverAsync(session, patience.Token))).ConfigureAwait(false);
    }

    /// <summary>A session that this client may resume, from another node if need be.</summary>
    /// <param name="id">The id of the session.</param>
    /// <param name="kind">Its kind, as <see cref="NewKeeper"/> was told.</param>
    /// <param name="client">The client that asks.</param>
    /// <param name="seen">The number of the last event that the client has.</param>
    /// <param name="restore">Makes the session from what another node has kept.</param>
    /// <exception cref="ProtocolException">There is none, or the store cannot be reached.</exception>
    internal async ValueTask<T> FindOrTakeAsync<T>(string id, string kind, string client, long seen, Func<KeptSession, SessionKeeper, T> restore)
        where T : HostedSession
    {
        if (_store is null)
        {
            return Find<T>(id, client);
        }

        await _taking.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!IsHere(id, out HostedSession? here) || here is { Keeper: not null } && !await here.IsStillHereAsync(seen).ConfigureAwait(false))
            {
                return await TakeAsync(id, kind, client, restore).ConfigureAwait(false);
            }

            return Find<T>(id, client);
        }
        finally
        {
            _taking.Release();
        }
    }

    /// <summary>A detection session that this client may resume, from another node if need be.</summary>
    /// <exception cref="ProtocolException">There is none, or the store cannot be reached.</exception>
    internal ValueTask<Session> FindOrTakeAsync(string id, string client, long seen) => FindOrTakeAsync(id, "", client, seen, Restore);

    /// <summary>Makes what keeps a session that begins here; <see langword="null"/> where none is to be kept.</summary>
    internal SessionKeeper? NewKeeper(string kind, bool isResumable) =>
        _store is not null && isResumable ? new SessionKeeper(_store, SecretId.New(), kind, epoch: 1, _options.ResumeWindow + KeptLonger) : null;

    /// <summary>Opens a session that another node has kept, and fills it.</summary>
    internal T Restore<T>(KeptSession kept, SessionKeeper keeper, Func<long, T> make, Action<T> fill)
        where T : HostedSession
    {
        T session = Open(kept.Client, make, peer: null);
        try
        {
            fill(session);
            Log.SessionTaken(_logger, session.Number, keeper.Epoch);
            _metrics.Taken();
            return session;
        }
        catch
        {
            keeper.Stop();
            EndTaken(session);
            throw;
        }
    }

    private bool IsHere(string id, out HostedSession? session)
    {
        lock (_lock)
        {
            return _sessions.TryGetValue(id, out session);
        }
    }

    private async ValueTask<T> TakeAsync<T>(string id, string kind, string client, Func<KeptSession, SessionKeeper, T> restore)
        where T : HostedSession
    {
        TakenSession taken = await _store!.TakeAsync(SessionKeeper.Key(kind, id)).ConfigureAwait(false);
        if (taken.Answer == StoreAnswer.Down)
        {
            throw new ProtocolException(ErrorCode.StoreUnavailable, "The session is not here, and whether another server has it cannot be said now. Try again.");
        }

        if (taken.Answer != StoreAnswer.Done)
        {
            return Find<T>(id, client); // one answer for all that is unknown
        }

        try
        {
            KeptSession kept = KeptSession.Read(taken.State);
            return kept.Client != client && _options.ResumeNeedsSameClient
                ? Find<T>(id, client)
                : restore(kept, new SessionKeeper(_store, id, kind, taken.Epoch, _options.ResumeWindow + KeptLonger));
        }
        catch (SnapshotException e)
        {
            throw new ProtocolException(ErrorCode.CannotResume, $"This server cannot go on with the session: {e.Message}");
        }
    }

    private Session Restore(KeptSession kept, SessionKeeper keeper)
    {
        KeptStream state = KeptStream.Read(kept.State);
        StreamSnapshot snapshot = StreamSnapshot.Read(state.Stream);
        StreamProcessorOptions processor = _options.Processor with
        {
            InputFormat = snapshot.Options.InputFormat,
            Audio = snapshot.Options.Audio,
            Speech = snapshot.Options.Speech,
            StreamTime = snapshot.Options.StreamTime,
        };
        SessionSettings settings = new(processor, state.ProbabilityRate, state.SegmentAudio, state.AudioPath, IsResumable: true);
        return Restore(
            kept,
            keeper,
            number => new Session(number, kept.Client, settings, _options, _held, _streams, _timeProvider, EndFailed, keeper),
            session => session.Restore(kept, state, snapshot));
    }

    private async Task HandOverAsync(HostedSession session, CancellationToken patience)
    {
        await session.WhenMovableAsync(patience).ConfigureAwait(false);
        await session.KeepAsync().ConfigureAwait(false);
        if (session.IsKept && session.TryRetire())
        {
            await session.KeepAsync().ConfigureAwait(false); // nothing is taken in any more
            session.Keeper!.Stop();
            Forget(session);
            await session.EndAsync(Ending.Moved, flush: false).ConfigureAwait(false);
            Log.SessionEnded(_logger, session.Number, Ending.Moved.CloseCode);
        }
    }

    // Called where nothing may wait. What the other node has is not touched.
    private void EndTaken(HostedSession session)
    {
        if (session.TryRetire())
        {
            session.Keeper!.Stop();
            Forget(session);
            _metrics.Lost();
            _ = Task.Run(() => session.EndAsync(Ending.Replaced, flush: false).AsTask());
        }
    }

    // The store is back, and may have lost all: nothing is to wait for the next regular write.
    private void KeepAll()
    {
        foreach (HostedSession session in All())
        {
            _ = session.KeepAsync();
        }
    }
}
