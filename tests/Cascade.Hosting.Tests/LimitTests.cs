using Cascade.Hosting.Sessions;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>Each limit, at its boundary.</summary>
internal sealed class LimitTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Test]
    public void SessionsBeyondTheMost_AreRefusedWhileNoneIsIdle()
    {
        using SessionFixture fixture = new(o => (o.MaxSessions, o.IdleAfter) = (2, TimeSpan.FromSeconds(2)));
        fixture.Open();
        fixture.Open();
        fixture.Time.Advance(TimeSpan.FromSeconds(2) - Tick);
        Assert.That(RefusalOf(() => fixture.Open()), Is.EqualTo(ErrorCode.ServerFull));
        fixture.Time.Advance(Tick);
        Assert.That(RefusalOf(() => fixture.Open()), Is.Null);
        Assert.That(fixture.Sessions.Counts.Total, Is.EqualTo(2));
    }

    [Test]
    public async Task SessionBeyondTheMost_EvictsTheLeastRecentlyUsedIdleOne()
    {
        using SessionFixture fixture = new(o => o.MaxSessions = 3);
        (Session first, FakePeer firstPeer) = fixture.Open();
        fixture.Time.Advance(Tick);
        (Session second, FakePeer secondPeer) = fixture.Open();
        fixture.Time.Advance(Tick);
        (Session third, FakePeer thirdPeer) = fixture.Open();
        fixture.Time.Advance(Tick);
        first.Touch();
        fixture.Time.Advance(TimeSpan.FromSeconds(5));

        fixture.Open();
        await Eventually.IsTrueAsync(() => secondPeer.Ending is not null, "the second is not ended");
        Assert.That((secondPeer.Ending, firstPeer.Ending, thirdPeer.Ending), Is.EqualTo((Ending.Evicted, (Ending?)null, (Ending?)null)));
        Assert.That((fixture.IsThere(first), fixture.IsThere(second), fixture.IsThere(third)), Is.EqualTo((true, false, true)));
    }

    [Test]
    public async Task SpeechInProgress_IsNeverEvicted()
    {
        using SessionFixture fixture = new(o => o.MaxSessions = 2);
        (Session speaker, FakePeer speakerPeer) = await fixture.OpenSpeakingAsync();
        (Session listener, _) = fixture.Open();
        fixture.Time.Advance(TimeSpan.FromHours(1));
        fixture.Open();
        Assert.That((fixture.IsThere(speaker), fixture.IsThere(listener)), Is.EqualTo((true, false)));

        (HostedSession last, _) = (fixture.Sessions.All().Single(s => s != speaker), 0);
        await fixture.Sessions.EndAsync(last, Ending.Stopped, flush: false);
        await fixture.OpenSpeakingAsync();
        fixture.Time.Advance(TimeSpan.FromHours(1));
        fixture.Memory.Bytes = 10 * SessionFixture.MemoryLimit;
        Assert.That(speakerPeer.Ending, Is.Null);

        fixture.Memory.Bytes = 1;
        Assert.That(RefusalOf(() => fixture.Open()), Is.EqualTo(ErrorCode.ServerFull));
        await speaker.PushAsync(speakerPeer, new byte[] { ScriptedStreams.End, 0 });
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(RefusalOf(() => fixture.Open()), Is.Null, "its speech has ended");
        Assert.That(fixture.IsThere(speaker), Is.False);
    }

    [Test]
    public async Task SpeechOfASessionThatWaits_IsNotEvictedEither()
    {
        using SessionFixture fixture = new(o => o.MaxSessions = 1);
        (Session speaker, FakePeer peer) = await fixture.OpenSpeakingAsync(isResumable: true);
        await fixture.Sessions.LoseAsync(speaker, peer);
        fixture.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.That(RefusalOf(() => fixture.Open()), Is.EqualTo(ErrorCode.ServerFull));
        Assert.That(fixture.Sessions.Counts, Is.EqualTo(new SessionCounts(0, 0, 1)));
    }

    [Test]
    public void SessionsOfAClientBeyondTheMost_AreRefused()
    {
        using SessionFixture fixture = new(o => o.MaxSessionsPerClient = 2);
        fixture.Open("a");
        fixture.Open("a");
        Assert.That(RefusalOf(() => fixture.Open("a")), Is.EqualTo(ErrorCode.TooManySessions));
        Assert.That(RefusalOf(() => fixture.Open("b")), Is.Null);
    }

    [Test]
    public void SessionOfAClientBeyondTheMost_EvictsAnIdleOneOfItsOwn()
    {
        using SessionFixture fixture = new(o => o.MaxSessionsPerClient = 1);
        (Session other, _) = fixture.Open("b");
        (Session own, _) = fixture.Open("a");
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        fixture.Open("a");
        Assert.That((fixture.IsThere(other), fixture.IsThere(own)), Is.EqualTo((true, false)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task UnusedSession_ExpiresInTimeAndItsOpenSpeechIsTold(bool isSpeaking)
    {
        using SessionFixture fixture = new(o => o.IdleTimeout = TimeSpan.FromSeconds(60));
        (Session session, FakePeer peer) = isSpeaking ? await fixture.OpenSpeakingAsync() : fixture.Open();
        session.Touch();
        fixture.Time.Advance(TimeSpan.FromSeconds(60) - Tick);
        await fixture.Sessions.SweepAsync();
        Assert.That(peer.Ending, Is.Null);

        fixture.Time.Advance(Tick);
        await fixture.Sessions.SweepAsync();
        Assert.That(peer.Ending, Is.EqualTo(Ending.Idle));
        Assert.That(peer.TakeEvents(session).OfType<SegmentMessage>().Count(), Is.EqualTo(isSpeaking ? 1 : 0));
        Assert.That((fixture.Sessions.Counts.Total, fixture.Streams.Open), Is.EqualTo((0, 0)));
    }

    [Test]
    public void MessageThatTookLong_LeavesNoMomentInWhichItsSessionIsUnused()
    {
        using SessionFixture fixture = new();
        (Session session, _) = fixture.Open();
        session.BeginTaking();
        fixture.Time.Advance(TimeSpan.FromMinutes(2));
        bool? isUnused = null;
        fixture.Time.OnAsked = () => isUnused = session.IsUnusedFor(TimeSpan.FromMinutes(1)); // as a sweep in between would ask
        session.EndTaking();
        Assert.That(isUnused, Is.False);
        Assert.That(session.IsUnusedFor(TimeSpan.FromTicks(1)), Is.False);
    }

    [Test]
    public async Task SessionThatWaits_ExpiresAfterTheWindow()
    {
        using SessionFixture fixture = new(o => o.ResumeWindow = TimeSpan.FromSeconds(30));
        (Session session, FakePeer peer) = await fixture.OpenSpeakingAsync(isResumable: true);
        await fixture.Sessions.LoseAsync(session, peer);
        fixture.Time.Advance(TimeSpan.FromSeconds(30) - Tick);
        await fixture.Sessions.SweepAsync();
        Assert.That(fixture.Sessions.Find<Session>(session.Id, "a"), Is.SameAs(session));

        fixture.Time.Advance(Tick);
        await fixture.Sessions.SweepAsync();
        Assert.That(RefusalOf(() => fixture.Sessions.Find<Session>(session.Id, "a")), Is.EqualTo(ErrorCode.SessionUnknown));
        Assert.That(fixture.Streams.Open, Is.Zero);
    }

    [Test]
    public async Task FirstAudio_MakesTheStream()
    {
        using SessionFixture fixture = new();
        (Session session, FakePeer peer) = fixture.Open();
        await session.FlushAsync(peer, id: null);
        Assert.That(fixture.Streams.Made, Is.Zero);
        await session.PushAsync(peer, new byte[1]);
        Assert.That(fixture.Streams.Made, Is.Zero, "half a sample");
        await session.PushAsync(peer, new byte[1]);
        Assert.That(fixture.Streams.Made, Is.EqualTo(1));
    }

    [Test]
    public async Task AudioAheadOfTheRate_IsRefusedFromTheFirstSampleTooMuchOn()
    {
        using SessionFixture fixture = new(o => (o.InputBurst, o.MaxInputRate) = (TimeSpan.FromSeconds(1), 4));
        (Session session, FakePeer peer) = fixture.Open();
        await session.PushAsync(peer, new byte[32_000]);
        Assert.That((await Assert.ThrowsAsync<ProtocolException>(() => session.PushAsync(peer, new byte[2]).AsTask()))!.Code, Is.EqualTo(ErrorCode.TooFast));

        fixture.Time.Advance(TimeSpan.FromMilliseconds(100));
        await session.PushAsync(peer, new byte[12_800]);
        await Assert.ThrowsAsync<ProtocolException>(() => session.PushAsync(peer, new byte[2]).AsTask());
        Assert.That(session.Received, Is.EqualTo(22_400));
    }

    [TestCase(799, false)]
    [TestCase(800, true)]
    public async Task Memory_From80PercentOn_ExpiresIdleSessionsSooner(long bytes, bool expires)
    {
        using SessionFixture fixture = new(o => o.IdleTimeoutUnderPressure = TimeSpan.FromSeconds(10));
        (Session idle, FakePeer idlePeer) = fixture.Open();
        (Session waiting, FakePeer waitingPeer) = fixture.Open(isResumable: true);
        await fixture.Sessions.LoseAsync(waiting, waitingPeer);
        (_, FakePeer speaking) = await fixture.OpenSpeakingAsync();
        fixture.Memory.Bytes = bytes;
        fixture.Time.Advance(TimeSpan.FromSeconds(10) - Tick);
        await fixture.Sessions.SweepAsync();
        Assert.That(fixture.Sessions.Counts, Is.EqualTo(new SessionCounts(1, 1, 1)));

        fixture.Time.Advance(Tick);
        await fixture.Sessions.SweepAsync();
        Assert.That((idlePeer.Ending, fixture.IsThere(idle), fixture.IsThere(waiting)), Is.EqualTo((expires ? Ending.Idle : null, !expires, !expires)));
        Assert.That(speaking.Ending, Is.Null);
    }

    [TestCase(999, null)]
    [TestCase(1000, "outOfMemory")]
    public void Memory_From100PercentOn_RefusesNewSessions(long bytes, string? refusal)
    {
        using SessionFixture fixture = new();
        fixture.Open();
        fixture.Memory.Bytes = bytes;
        Assert.That(RefusalOf(() => fixture.Open())?.ToString(), Is.EqualTo(refusal).IgnoreCase);
        Assert.That(fixture.Sessions.Counts.Total, Is.EqualTo(refusal is null ? 2 : 1));
    }

    [TestCase(1199, 0)]
    [TestCase(1200, 2)]
    public async Task Memory_From120PercentOn_EvictsATenthOfTheSessions(long bytes, int evicted)
    {
        using SessionFixture fixture = new();
        (_, FakePeer speaking) = await fixture.OpenSpeakingAsync();
        List<FakePeer> peers = [];
        for (int i = 0; i < 19; i++)
        {
            fixture.Time.Advance(Tick);
            peers.Add(fixture.Open().Peer);
        }

        fixture.Memory.Bytes = bytes;
        fixture.Time.Advance(TimeSpan.FromSeconds(2) - Tick);
        await fixture.Sessions.SweepAsync();
        Assert.That(fixture.Sessions.Counts.Total, Is.EqualTo(20 - (evicted == 0 ? 0 : 2)), "all but the newest have been idle for as long as it takes");

        await Eventually.IsTrueAsync(() => peers.Count(p => p.Ending == Ending.Evicted) == evicted, "not as many evicted");
        Assert.That(peers.Take(evicted).Select(p => p.Ending), Is.All.EqualTo(Ending.Evicted), "the least recently used");
        Assert.That(speaking.Ending, Is.Null);
    }

    [Test]
    public async Task Memory_WhenAllSpeak_EvictsNobody()
    {
        using SessionFixture fixture = new();
        await fixture.OpenSpeakingAsync();
        await fixture.OpenSpeakingAsync();
        fixture.Memory.Bytes = 5000;
        fixture.Time.Advance(TimeSpan.FromSeconds(50));
        await fixture.Sessions.SweepAsync();
        Assert.That(fixture.Sessions.Counts, Is.EqualTo(new SessionCounts(0, 2, 0)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void EventLog_IsFullAtItsLimits(bool inEvents)
    {
        EventLog log = inEvents ? new EventLog(maxEvents: 4, maxBytes: int.MaxValue, isReplayable: true) : new EventLog(maxEvents: 1000, maxBytes: 4000, isReplayable: true);
        log.TryRewind(this, 0);
        byte[] audio = new byte[inEvents ? 0 : 1000 - new FlushedMessage { Sample = 0, Time = 0, Event = 1 }.ToUtf8().Length];
        List<(bool IsBehind, bool IsUnacknowledged)> states = [];
        for (int i = 0; i < 5; i++)
        {
            log.Append(new FlushedMessage { Sample = 0, Time = 0 }, audio);
            bool isBehind = log.IsBehind;
            while (log.TryTake(this, out _, out _))
            {
                // Sent only from the third on, when the log is behind.
                if (i < 2)
                {
                    break;
                }

                log.MarkSent(this);
            }

            states.Add((isBehind, log.IsUnacknowledged));
        }

        Assert.That(states, Is.EqualTo([(false, false), (false, false), (true, false), (true, false), (true, true)]));
        Assert.That(log.TryAcknowledge(6), Is.False);
        Assert.That(log.TryAcknowledge(1), Is.True);
        Assert.That((log.IsUnacknowledged, log.IsBehind), Is.EqualTo((false, false)));
        log.TryAcknowledge(5);
        Assert.That(log.Bytes, Is.Zero);
    }

    [Test]
    public void EventLog_TakesTheAcknowledgementOfAnEventThatIsJustBeingSent()
    {
        EventLog log = new(maxEvents: 16, maxBytes: 10_000, isReplayable: true);
        log.TryRewind(this, 0);
        log.Append(new FlushedMessage { Sample = 1, Time = 0 });
        log.Append(new FlushedMessage { Sample = 2, Time = 0 });
        Assert.That(log.TryAcknowledge(1), Is.False, "nobody can have seen it");
        log.TryTake(this, out _, out _);
        Assert.That(log.TryAcknowledge(1), Is.True);
        log.MarkSent(this);
        Assert.That(log.TryTake(this, out byte[] json, out _), Is.True);
        Assert.That(System.Text.Encoding.UTF8.GetString(json), Does.Contain("\"sample\":2"));
        log.MarkSent(this);
        Assert.That(log.TryTake(this, out _, out _), Is.False);
    }

    [Test]
    public void EventLog_GivesAFormerConnectionNothing()
    {
        EventLog log = new(maxEvents: 16, maxBytes: 10_000, isReplayable: true);
        object former = new();
        log.TryRewind(former, 0);
        log.Append(new FlushedMessage { Sample = 1, Time = 0 });
        log.TryTake(former, out _, out _);
        log.TryRewind(this, 0);
        log.MarkSent(former);
        Assert.That(log.TryTake(former, out _, out _), Is.False);
        Assert.That(log.TryTake(this, out byte[] json, out _), Is.True, "it was not sent here");
        Assert.That(System.Text.Encoding.UTF8.GetString(json), Does.Contain("\"sample\":1"));
    }

    private static ErrorCode? RefusalOf(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (ProtocolException e)
        {
            return e.Code;
        }
    }
}
