using System.Runtime.CompilerServices;
using Cascade.Extensions.DependencyInjection;
using Cascade.Hosting.Sessions;
using Cascade.Hosting.Streams;
using Cascade.Hosting.Wire;
using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Tests;

/// <summary>After ten thousand sessions that ended in every way, nothing of them is left.</summary>
internal sealed class LeakTests
{
    private const int Count = 10_000;
    private const int Ways = 10;

    [Test]
    public async Task SessionsEndedInEveryWay_LeaveNothing()
    {
        using SessionFixture fixture = new(o => o.MaxSessions = o.MaxSessionsPerClient = 100);
        List<WeakReference> sessions = [];
        await RunAsync(fixture, sessions, Ways * 10);
        long before = LiveBytes();
        await RunAsync(fixture, sessions, Count);

        Assert.That(fixture.Sessions.Counts.Total, Is.Zero);
        Assert.That(fixture.Streams.Open, Is.Zero);
        Assert.That(fixture.Streams.Made, Is.GreaterThan(Count / 2));
        long after = 0;
        await Eventually.IsTrueAsync(
            () =>
            {
                after = LiveBytes();
                return !sessions.Any(s => s.IsAlive); // a task of an eviction may still hold one
            },
            "sessions are still reachable");
        Assert.That(after - before, Is.LessThan(1_000_000), "the heap has grown; the list of the weak references alone is a fifth of that");
    }

    [Test]
    public async Task SessionsOnTheRealEngine_LeaveNothing([Values] bool batch)
    {
        IOptions<CascadeHostingOptions> options = Options.Create(new CascadeHostingOptions { Batch = batch });
        BatchTicker ticker = new(options, TimeProvider.System);
        using SessionFixture fixture = new(o => o.MaxSessions = o.MaxSessionsPerClient = 100, new SpeechStreamFactory(options, ticker));
        List<WeakReference> sessions = [];
        using CancellationTokenSource stop = new();
        Task ticking = batch ? Task.Run(() => TickAsync(ticker, stop.Token)) : Task.CompletedTask;
        await SpeakAsync(fixture, sessions, 50);
        long before = LiveBytes();
        await SpeakAsync(fixture, sessions, 500);
        await stop.CancelAsync();
        await ticking;
        Assert.That(fixture.Sessions.Counts.Total, Is.Zero);
        Assert.That(LiveBytes() - before, Is.LessThan(1_000_000));
        Assert.That(sessions.Count(s => s.IsAlive), Is.LessThan(5), "sessions are still reachable; the last ones may be so from what the runtime keeps for the next call");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task SpeakAsync(SessionFixture fixture, List<WeakReference> sessions, int count)
    {
        for (int i = 0; i < count; i++)
        {
            (Session session, FakePeer peer) = fixture.Open();
            sessions.Add(new WeakReference(session));
            await session.PushAsync(peer, Recording.Conversation.AsMemory(0, 6400));
            if (i % 2 == 0)
            {
                await session.FlushAsync(peer, id: null);
            }

            await fixture.Sessions.EndAsync(session, Ending.Stopped, flush: i % 3 == 0);
        }
    }

    private static async Task TickAsync(BatchTicker ticker, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await ticker.TickAsync();
            await Task.Yield();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task RunAsync(SessionFixture fixture, List<WeakReference> sessions, int count)
    {
        for (int i = 0; i < count; i++)
        {
            (Session session, FakePeer peer) = fixture.Open(isResumable: i % Ways >= 5);
            sessions.Add(new WeakReference(session));
            await EndAsync(fixture, session, peer, i % Ways);
        }

        // What only lost its connection expires; what is idle is evicted or expires.
        fixture.Time.Advance(TimeSpan.FromMinutes(2));
        await fixture.Sessions.SweepAsync();
        await Eventually.IsTrueAsync(() => fixture.Streams.Open == 0, "streams are open");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task EndAsync(SessionFixture fixture, Session session, FakePeer peer, int way)
    {
        byte[] speech = [ScriptedStreams.Begin, 0];
        switch (way)
        {
            case 0: // stopped
                await session.PushAsync(peer, speech);
                await session.StopAsync(peer);
                await fixture.Sessions.EndAsync(session, Ending.ClosedByClient, flush: false);
                break;
            case 1: // lost, in the middle of speech
                await session.PushAsync(peer, speech);
                await fixture.Sessions.LoseAsync(session, peer);
                break;
            case 2: // closed before any audio
                await fixture.Sessions.EndAsync(session, Ending.ClosedByClient, flush: false);
                break;
            case 3: // a fault of the engine
                await session.PushAsync(peer, speech);
                await Assert.ThrowsAsync<InvalidOperationException>(() => session.PushAsync(peer, new byte[] { ScriptedStreams.Fail, 0 }).AsTask());
                await fixture.Sessions.EndAsync(session, Ending.Stopped, flush: false);
                break;
            case 4: // expires, with open speech
                await session.PushAsync(peer, speech);
                fixture.Time.Advance(TimeSpan.FromSeconds(60));
                await fixture.Sessions.SweepAsync();
                break;
            case 5: // lost, and never resumed
                await session.PushAsync(peer, speech);
                await fixture.Sessions.LoseAsync(session, peer);
                break;
            case 6: // lost, resumed, stopped
                await session.PushAsync(peer, speech);
                await fixture.Sessions.LoseAsync(session, peer);
                FakePeer next = new();
                await session.ResumeAsync(next, new ResumeMessage { Session = session.Id, Acknowledged = 0, Event = 0 });
                await session.StopAsync(next);
                next.TakeEvents(session);
                await fixture.Sessions.EndAsync(session, Ending.ClosedByClient, flush: false);
                break;
            case 7: // resumed as it cannot be
                await Assert.ThrowsAsync<ProtocolException>(() => session.ResumeAsync(new FakePeer(), new ResumeMessage { Session = session.Id, Acknowledged = 99, Event = 0 }).AsTask());
                await fixture.Sessions.EndAsync(session, Ending.Stopped, flush: false);
                break;
            case 8: // evicted
                await session.PushAsync(peer, new byte[2]);
                fixture.Time.Advance(TimeSpan.FromSeconds(5));
                fixture.Memory.Bytes = 2 * SessionFixture.MemoryLimit;
                await fixture.Sessions.SweepAsync();
                fixture.Memory.Bytes = 1;
                break;
            case 9: // all at once, as when the application stops
                await session.PushAsync(peer, speech);
                await fixture.Sessions.EndAllAsync(Ending.Shutdown);
                break;
        }
    }

    private static long LiveBytes()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
