using Cascade.Hosting.Nodes;
using Cascade.Hosting.Sessions;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting;

/// <content>Sessions that any of several nodes can go on with.</content>
public sealed partial class SessionManager
{
    // What a session outlives its node by, beyond the time that its client has to come back.
    private static readonly TimeSpan KeptLonger = TimeSpan.FromSeconds(10);

    // Two connections that want one session must not take it from each other on the same node.
    private readonly SemaphoreSlim _taking = new(1, 1);
    private volatile bool _isDraining;

    /// <summary>Gets whether new sessions are refused because the application is about to stop.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>
    /// Begins no more sessions here, and gives the shared ones to other nodes: each is kept, and its client is told to resume at once. Sessions that only this node has go on. The health check is unhealthy.
    /// Stopping the application does the same first.
    /// </summary>
    public async Task DrainAsync()
    {
        _isDraining = true;
        await Task.WhenAll(All().OfType<Session>().Where(session => session.Keeper is not null).Select(HandOverAsync)).ConfigureAwait(false);
    }

    /// <summary>A session that this client may resume, from another node if need be.</summary>
    /// <exception cref="ProtocolException">There is none, or the store cannot be reached.</exception>
    internal async ValueTask<Session> FindOrTakeAsync(string id, string client)
    {
        if (_store is null)
        {
            return Find<Session>(id, client);
        }

        await _taking.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!IsHere(id, out Session? here) || here is { Keeper: not null } && !await here.RenewAsync().ConfigureAwait(false))
            {
                return await TakeAsync(id, client).ConfigureAwait(false);
            }

            return Find<Session>(id, client);
        }
        finally
        {
            _taking.Release();
        }
    }

    private bool IsHere(string id, out Session? session)
    {
        lock (_lock)
        {
            session = _sessions.GetValueOrDefault(id) as Session;
            return session is not null;
        }
    }

    private async ValueTask<Session> TakeAsync(string id, string client)
    {
        TakenSession taken = await _store!.TakeAsync(id).ConfigureAwait(false);
        if (taken.Answer == StoreAnswer.Down)
        {
            throw new ProtocolException(ErrorCode.StoreUnavailable, "The session is not here, and whether another server has it cannot be said now. Try again.");
        }

        if (taken.Answer != StoreAnswer.Done)
        {
            return Find<Session>(id, client); // one answer for all that is unknown
        }

        try
        {
            KeptSession kept = KeptSession.Read(taken.State);
            if (kept.Client != client && _options.ResumeNeedsSameClient)
            {
                return Find<Session>(id, client);
            }

            return Restore(kept, new SessionKeeper(_store, id, taken.Epoch, _options.ResumeWindow + KeptLonger));
        }
        catch (SnapshotException e)
        {
            throw new ProtocolException(ErrorCode.CannotResume, $"This server cannot go on with the session: {e.Message}");
        }
    }

    private Session Restore(KeptSession kept, SessionKeeper keeper)
    {
        StreamSnapshot snapshot = StreamSnapshot.Read(kept.Stream);
        StreamProcessorOptions processor = _options.Processor with
        {
            InputFormat = snapshot.Options.InputFormat,
            Audio = snapshot.Options.Audio,
            Speech = snapshot.Options.Speech,
            StreamTime = snapshot.Options.StreamTime,
        };
        SessionSettings settings = new(processor, kept.ProbabilityRate, kept.SegmentAudio, kept.AudioPath, IsResumable: true);
        Session session = Open(kept.Client, number => new Session(number, kept.Client, settings, _options, _held, _streams, _timeProvider, EndFailed, keeper) { Taken = EndTaken }, peer: null);
        try
        {
            session.Restore(kept, snapshot);
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

    // Opus decoders cannot be saved, so those sessions are this node's alone.
    private SessionKeeper? NewKeeper(SessionSettings settings) =>
        _store is not null && settings is { IsResumable: true, IsOpus: false } ? new SessionKeeper(_store, SecretId.New(), epoch: 1, _options.ResumeWindow + KeptLonger) : null;

    private async Task HandOverAsync(Session session)
    {
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
    private void EndTaken(Session session)
    {
        if (session.TryRetire())
        {
            session.Keeper!.Stop();
            Forget(session);
            _metrics.Lost();
            _ = Task.Run(() => session.EndAsync(Ending.Replaced, flush: false).AsTask());
        }
    }
}
