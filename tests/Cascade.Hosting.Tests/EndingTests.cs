using Cascade.Hosting.Sessions;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>Sessions that end without a word of their clients, as the clients hear of it.</summary>
internal sealed class EndingTests
{
    private const string Start = """{ "type": "start" }""";

    [Test]
    public async Task UnusedSession_IsClosedAsIdleAndItsOpenSpeechIsSent()
    {
        ManualTime time = new();
        await using TestServer server = await TestServer.StartAsync(time: time);
        using TestClient client = await server.StartSessionAsync();
        await client.SendAsync(Recording.Conversation.AsMemory(0, 32_000));
        await client.UntilAsync<SpeechStartedMessage>();
        await client.SendAsync("""{ "type": "ping" }""");
        await client.UntilAsync<PongMessage>();

        HostedSession session = server.Sessions.All().Single();
        await Eventually.IsTrueAsync(() => time.PeriodicTimers == 1 && session.IsUnusedFor(TimeSpan.Zero), "nobody sweeps, or the ping is still taken in");
        time.Advance(TimeSpan.FromSeconds(61));
        List<ReceivedItem> items = await client.ToEndAsync();
        SegmentMessage segment = items.Select(i => i.Message).OfType<SegmentMessage>().Single();
        Assert.That((segment.Reason, segment.EndSample), Is.EqualTo((SegmentEnd.Flush, 16_000L)));
        Assert.That((((ClosedMessage)items[^1].Message!).Reason, client.CloseCode), Is.EqualTo((CloseReason.Idle, (int?)4000)));
        await server.EmptyAsync();
    }

    [Test]
    public async Task IdleSession_MakesRoomForAnother()
    {
        ManualTime time = new();
        await using TestServer server = await TestServer.StartAsync(o => o.MaxSessions = 1, time);
        using TestClient first = await server.StartSessionAsync();
        await first.ExpectAsync<ReadyMessage>();
        using (TestClient early = await server.StartSessionAsync())
        {
            await early.ExpectFatalAsync("serverFull", 4503);
        }

        await Eventually.IsTrueAsync(() => server.Connections.Count == 1, "the refused connection is left"); // no other may come beside it
        time.Advance(TimeSpan.FromSeconds(2));
        using TestClient second = await server.StartSessionAsync();
        await second.ExpectAsync<ReadyMessage>();
        await first.ExpectClosedAsync("evicted", 4001);
    }

    [Test]
    public async Task SessionBeyondThoseOfAClient_IsRefused()
    {
        await using TestServer server = await TestServer.StartAsync(o => (o.MaxSessionsPerClient, o.IdleAfter) = (1, TimeSpan.FromSeconds(10)));
        using TestClient first = await server.StartSessionAsync();
        await first.ExpectAsync<ReadyMessage>();
        using TestClient second = await server.StartSessionAsync();
        await second.ExpectFatalAsync("tooManySessions", 4429);
    }

    [Test]
    public async Task WantOfMemory_RefusesSessions()
    {
        FakeMemory memory = new() { Bytes = 1000 };
        await using TestServer server = await TestServer.StartAsync(o => o.MemoryLimitBytes = 1000, memory: memory);
        using TestClient refused = await server.StartSessionAsync();
        await refused.ExpectFatalAsync("outOfMemory", 4503);
        memory.Bytes = 999;
        using TestClient client = await server.StartSessionAsync();
        await client.ExpectAsync<ReadyMessage>();
    }

    [Test]
    public async Task FaultOfTheServer_EndsOneSessionOnly()
    {
        ScriptedStreams streams = new();
        await using TestServer server = await TestServer.StartAsync(streams: streams);
        using TestClient other = await server.StartSessionAsync(Start);
        await other.SendAsync(new byte[] { ScriptedStreams.Begin, 0 });
        await other.UntilAsync<SpeechStartedMessage>();

        using TestClient client = await server.StartSessionAsync(Start);
        await client.SendAsync(new byte[] { ScriptedStreams.Fail, 0 });
        await client.ExpectFatalAsync("internalError", 1011);

        await other.SendAsync(new byte[] { ScriptedStreams.End, 0 });
        await other.UntilAsync<SegmentMessage>();
        await Eventually.IsTrueAsync(() => streams.Open == 1, "the stream of the session that failed is open"); // the client hears of the end before its stream is freed
    }
}
