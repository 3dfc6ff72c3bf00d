using System.Diagnostics.CodeAnalysis;
using Cascade.Hosting.Nodes;

namespace Cascade.Hosting.Sessions;

/// <content>Kept in a store, so that another node can go on with it. An event is sent when it is kept, and audio may be forgotten when what came of it is kept: so a client never knows more than the store.</content>
internal sealed partial class Session
{
    // Of audio, between two writes; what is open is then sent again. Speech that is open with its audio is written less often, because it is written whole: within the burst that a client may send at once.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan IntervalInSpeech = TimeSpan.FromSeconds(20);

    private long _captured; // samples, by the last write
    private long _kept; // samples, of the last write that has ended
    private long _keptEvent;
    private long _keptAt;
    private bool _isFreed;

    /// <summary>Gets what keeps the session; <see langword="null"/> where this node is the only one.</summary>
    public SessionKeeper? Keeper { get; }

    /// <summary>Gets whether another node can go on with the session as it was last written.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Gets how many samples the client may forget.</summary>
    public long Forgettable => Keeper is null ? Received : Volatile.Read(ref _kept);

    /// <summary>Gets whether the store is to be asked: nothing has been written for long, or the last write had no answer.</summary>
    public bool IsToBeRenewed => Keeper is not null && (!IsKept || TimeProvider.GetElapsedTime(Volatile.Read(ref _keptAt)) >= Interval);

    /// <summary>Is called, and must not wait, when another node has taken the session.</summary>
    public Action<Session>? Taken { get; set; }

    /// <summary>Goes on where another node has kept the session. This one is new.</summary>
    /// <exception cref="SnapshotException">The options or the engine of this node do not fit.</exception>
    public void Restore(KeptSession kept, StreamSnapshot snapshot)
    {
        _stream = _streams.Restore(snapshot, _options, Take);
        (_received, _captured, _kept) = (kept.Received, kept.Received, kept.Received);
        (_segments, _isSpeaking, _keptEvent) = (kept.Segments, kept.IsSpeaking, kept.Last);
        Events.Restore(kept.Forgotten, kept.Events);
        Events.SendOnlyTo(kept.Last);
        Final = kept.IsStopped ? Ending.Stopped : null;
        IsKept = true;
        _keptAt = TimeProvider.GetTimestamp();
    }

    /// <summary>Keeps the session as it is now. Not for callers that hold the work.</summary>
    public Task KeepAsync() => Keeper?.KeepAsync() ?? Task.CompletedTask;

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

    // With the work held.
    private void KeepInTime()
    {
        TimeSpan interval = _isSpeaking && Settings.Processor.Audio != ResultAudio.None ? IntervalInSpeech : Interval;
        if (Received - _captured >= interval.TotalSeconds * Format.SampleRateHz)
        {
            _captured = Received;
            Keeper!.KeepAsync();
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "nobody awaits the writer: the fault ends this session")]
    private async ValueTask<KeptSession?> CaptureAsync()
    {
        await TakeWorkAsync().ConfigureAwait(false);
        try
        {
            return _hasFailed || _isFreed ? null : Capture();
        }
        catch (Exception e)
        {
            Fail(e);
            return null;
        }
        finally
        {
            LeaveWork();
        }
    }

    private KeptSession Capture()
    {
        _stream ??= _streams.Create(_options, Take);
        KeptSession? kept = null;
        byte[] stream = _stream.Save(() =>
        {
            (long forgotten, List<KeptEvent> events) = Events.Capture();
            kept = new KeptSession(Client, Settings.ProbabilityRate, Settings.SegmentAudio, Settings.AudioPath, Received, _segments, _isSpeaking, Final is not null, [], forgotten, events);
        });
        _captured = Received;
        return kept! with { Stream = stream };
    }

    private void Kept(KeptSession session, StoreAnswer answer)
    {
        if (answer == StoreAnswer.Stale)
        {
            Taken?.Invoke(this); // what was computed here since is computed there
            return;
        }

        IsKept = answer == StoreAnswer.Done;

        // Where the store is down, the session goes on as one of this node alone.
        Volatile.Write(ref _keptAt, TimeProvider.GetTimestamp());
        Volatile.Write(ref _kept, Math.Max(_kept, session.Received));
        Volatile.Write(ref _keptEvent, Math.Max(_keptEvent, session.Last));
        Events.SendOnlyTo(_keptEvent);
        _owesReceived = true;
        Wake();
    }
}
