using System.Diagnostics.CodeAnalysis;
using Cascade.Hosting.Diagnostics;
using Cascade.Hosting.Nodes;
using Cascade.Hosting.Sessions;
using Cascade.Hosting.Streams;
using Cascade.Hosting.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cascade.Hosting;

/// <summary>All sessions of this application, by their ids: how many there may be, and which end when there are too many. A singleton that <c>AddCascade</c> registers. Thread-safe.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "the semaphore has no handle unless one is asked for")]
public sealed partial class SessionManager
{
    private readonly CascadeHostingOptions _options;
    private readonly SpeechStreamFactory _streams;
    private readonly MemoryPressure _memory;
    private readonly HeldMemory _held;
    private readonly TimeProvider _timeProvider;
    private readonly HostingMetrics _metrics;
    private readonly ILogger _logger;
    private readonly ISessionStore? _store;

    // Guards the three below.
    private readonly object _lock = new();
    private readonly Dictionary<string, HostedSession> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Session> _byAudioKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _perClient = new(StringComparer.Ordinal);
    private long _opened;

    internal SessionManager(
        IOptions<CascadeHostingOptions> options,
        SpeechStreamFactory streams,
        MemoryPressure memory,
        HeldMemory held,
        TimeProvider timeProvider,
        HostingMetrics metrics,
        ILogger<SessionManager> logger,
        ISessionStore? store = null)
    {
        _store = store;
        store?.OnBack(KeepAll);
        _options = options.Value;
        _streams = streams;
        _memory = memory;
        _held = held;
        _timeProvider = timeProvider;
        _metrics = metrics;
        _logger = logger;
        metrics.Observe(() => Counts, () => held.Bytes);
    }

    /// <summary>Gets the number of sessions now.</summary>
    public SessionCounts Counts
    {
        get
        {
            lock (_lock)
            {
                int waiting = 0;
                int speaking = 0;
                foreach (HostedSession session in _sessions.Values)
                {
                    waiting += session.IsWaiting ? 1 : 0;
                    speaking += !session.IsWaiting && session.IsSpeaking ? 1 : 0;
                }

                return new SessionCounts(_sessions.Count - waiting - speaking, speaking, waiting);
            }
        }
    }

    /// <summary>Whether new sessions would be refused for want of memory.</summary>
    internal bool IsOutOfMemory => _memory.Read() >= MemoryLevel.High || _held.IsOver;

    /// <summary>Whether new sessions would be refused, or others be evicted for them.</summary>
    internal bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _sessions.Count >= _options.MaxSessions;
            }
        }
    }

    /// <summary>Begins a session, for which an idle one may have to go.</summary>
    /// <exception cref="ProtocolException">There are too many sessions, or there is too little memory.</exception>
    internal Session Open(string client, SessionSettings settings, ISessionPeer peer) =>
        Open(client, number => new Session(number, client, settings, _options, _held, _streams, _timeProvider, EndFailed, settings.IsOpus ? null : NewKeeper("", settings.IsResumable)), peer); // opus decoders cannot be saved

    /// <summary>Begins a session of any kind, for which an idle one may have to go.</summary>
    /// <param name="client">The client that owns it.</param>
    /// <param name="make">Makes it from its number. Must not wait.</param>
    /// <param name="peer">Its connection; <see langword="null"/> for a session that is about to be resumed.</param>
    /// <exception cref="ProtocolException">There are too many sessions, or there is too little memory.</exception>
    internal T Open<T>(string client, Func<long, T> make, ISessionPeer? peer)
        where T : HostedSession
    {
        if (IsDraining)
        {
            throw new ProtocolException(ErrorCode.ServerFull, "The server takes no new sessions, because it is about to stop. Try another one.");
        }

        if (IsOutOfMemory)
        {
            throw new ProtocolException(ErrorCode.OutOfMemory, "The server takes no new sessions until it needs less memory. Try later.");
        }

        lock (_lock)
        {
            if (_perClient.GetValueOrDefault(client) >= _options.MaxSessionsPerClient && !TryEvict(session => session.Client == client))
            {
                throw new ProtocolException(ErrorCode.TooManySessions, $"A client may have {_options.MaxSessionsPerClient} sessions.");
            }

            if (_sessions.Count >= _options.MaxSessions && !TryEvict(static _ => true))
            {
                throw new ProtocolException(ErrorCode.ServerFull, $"The server has {_options.MaxSessions} sessions, and none is idle. Try later.");
            }

            T session = make(++_opened);
            session.Taken = EndTaken;
            if (peer is not null)
            {
                session.Attach(peer);
            }

            _sessions.Add(session.Id, session);
            if (session is Session speaker)
            {
                _byAudioKey.Add(speaker.AudioKey, speaker);
            }

            _perClient[client] = _perClient.GetValueOrDefault(client) + 1;
            Log.SessionOpened(_logger, session.Number);
            return session;
        }
    }

    /// <summary>A session that this client may resume.</summary>
    /// <exception cref="ProtocolException">There is none.</exception>
    internal T Find<T>(string id, string client)
        where T : HostedSession
    {
        lock (_lock)
        {
            // One answer for both, so that nobody learns which ids exist.
            return _sessions.TryGetValue(id, out HostedSession? found) && found is T { IsResumable: true } session && (session.Client == client || !_options.ResumeNeedsSameClient)
                ? session
                : throw new ProtocolException(ErrorCode.SessionUnknown, "There is no such session, or it is not yours to resume.");
        }
    }

    /// <summary>The audio of a segment, while it is kept.</summary>
    internal StoredSegment? FindAudio(string audioKey, long number)
    {
        lock (_lock)
        {
            return _byAudioKey.GetValueOrDefault(audioKey)?.Segments?.Find(number);
        }
    }

    /// <summary>The connection of a session is lost: it ends, or waits for another one.</summary>
    internal async ValueTask LoseAsync(HostedSession session, ISessionPeer peer)
    {
        if (!session.IsResumable)
        {
            await EndAsync(session, Ending.Lost, flush: false).ConfigureAwait(false);
        }
        else if (session.Detach(peer))
        {
            Log.SessionWaits(_logger, session.Number);
        }
    }

    /// <summary>Ends a session and forgets it. Does nothing if that has been done.</summary>
    /// <param name="session">The session.</param>
    /// <param name="ending">The end that its client is told.</param>
    /// <param name="flush">Whether open speech is closed and told before.</param>
    internal async ValueTask EndAsync(HostedSession session, Ending ending, bool flush)
    {
        if (session.TryRetire())
        {
            Forget(session);
            await EndRetiredAsync(session, ending, flush).ConfigureAwait(false);
        }
    }

    /// <summary>Ends all sessions that no other node can go on with; open speech is closed and told before.</summary>
    internal async Task EndAllAsync(Ending ending)
    {
        if (_store is not null)
        {
            await DrainAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(All().Select(session => EndAsync(session, ending, flush: !session.IsWaiting).AsTask())).ConfigureAwait(false);
    }

    /// <summary>The sessions now.</summary>
    internal HostedSession[] All()
    {
        lock (_lock)
        {
            return [.. _sessions.Values];
        }
    }

    /// <summary>Ends a session that failed. Called where nothing may wait, with whatever is held there.</summary>
    internal void EndFailed(HostedSession session, Exception error)
    {
        Log.SessionFailed(_logger, session.Number, error);
        _ = Task.Run(() => EndAsync(session, Ending.Failed, flush: false).AsTask());
    }

    private void Forget(HostedSession session)
    {
        lock (_lock)
        {
            _sessions.Remove(session.Id);
            if (session is Session speaker)
            {
                _byAudioKey.Remove(speaker.AudioKey);
            }

            int left = _perClient[session.Client] - 1;
            if (left == 0)
            {
                _perClient.Remove(session.Client);
            }
            else
            {
                _perClient[session.Client] = left;
            }
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "a session that ends must not take others with it, and its faults were told when they happened")]
    private async Task EndRetiredAsync(HostedSession session, Ending ending, bool flush)
    {
        try
        {
            await session.EndAsync(ending, flush).ConfigureAwait(false);
            if (session.Keeper is { } keeper)
            {
                await keeper.EndAsync().ConfigureAwait(false);
            }

            Log.SessionEnded(_logger, session.Number, ending.CloseCode);
        }
        catch (Exception e)
        {
            Log.EndFailed(_logger, session.Number, e);
        }
    }
}
