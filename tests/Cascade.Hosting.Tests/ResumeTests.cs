using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>A connection that is lost costs neither a sample nor an event, and a session is its client's only.</summary>
[Parallelizable]
internal sealed class ResumeTests
{
    private const string Start = """{ "type": "start", "segmentAudio": "binary", "resumable": true }""";
    private const string ClientHeader = "X-Client";

    [TestCase(1, false)]
    [TestCase(2, false)]
    [TestCase(3, false)]
    [TestCase(4, true)]
    [TestCase(5, true)]
    [TestCase(6, true)]
    public async Task ConnectionLostAgainAndAgain_LosesAndRepeatsNothing(int seed, bool batch)
    {
        await using TestServer server = await TestServer.StartAsync(o => (o.Batch, o.BatchInterval) = (batch, TimeSpan.FromMilliseconds(1)));
        ResumingClient client = new(() => server, new Random(seed), Recording.Conversation);
        await client.RunAsync(Start);
        Assert.That(client.Drops, Is.GreaterThan(5));
        Assert.That(Expected.Events(client.Items), Is.EqualTo(Expected.Events(await Recording.ResultsAsync(Recording.Conversation))));
        await server.EmptyAsync();
    }

    [Test]
    public async Task ConnectionLostInsideAMessage_IsResumedAtAWholeSample()
    {
        await using TestServer server = await TestServer.StartAsync();
        ReadyMessage ready;
        using (RawClient raw = await server.ConnectRawAsync())
        {
            await raw.SendTextAsync(Start);
            ready = System.Text.Json.JsonSerializer.Deserialize((await raw.ReadFrameAsync()).Payload, WireJson.Default.ServerMessage) as ReadyMessage ?? throw new AssertionException("no ready");
            byte[] frame = RawClient.Frame(RawClient.Binary, Recording.Conversation.AsSpan(0, 40_000));
            await raw.WriteAsync(frame.AsMemory(0, 30_001));
        }

        await Eventually.IsTrueAsync(() => server.Sessions.Counts.Waiting == 1, "the session does not wait");
        using TestClient client = await server.StartSessionAsync($$"""{ "type": "resume", "session": "{{ready.Session}}", "acknowledged": 0, "event": 0 }""");
        ReadyMessage resumed = await client.ExpectAsync<ReadyMessage>();
        Assert.That(resumed.Received, Is.LessThan(15_000), "of a message that never came whole");
        await client.SendAsync(Recording.Conversation.AsMemory((int)resumed.Received * 2), 4000);
        await client.SendAsync("""{ "type": "stop" }""");
        Assert.That(Expected.Events(await client.ToEndAsync()), Is.EqualTo(Expected.Events(await Recording.ResultsAsync(Recording.Conversation))));
    }

    [Test]
    public async Task ConnectionLostInsideASample_IsResumedAtAWholeOne()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient lost = await server.StartSessionAsync(Start);
        string session = (await lost.ExpectAsync<ReadyMessage>()).Session;
        await lost.SendAsync(Recording.Conversation.AsMemory(0, 3201));
        await lost.SendAsync("""{ "type": "ping" }""");
        await lost.UntilAsync<PongMessage>();
        lost.Drop();

        using TestClient client = await server.StartSessionAsync($$"""{ "type": "resume", "session": "{{session}}", "acknowledged": 0, "event": 0 }""");
        Assert.That((await client.ExpectAsync<ReadyMessage>()).Received, Is.EqualTo(1600));
        await client.SendAsync(Recording.Conversation.AsMemory(3200), 4000);
        await client.SendAsync("""{ "type": "stop" }""");
        Assert.That(Expected.Events(await client.ToEndAsync()), Is.EqualTo(Expected.Events(await Recording.ResultsAsync(Recording.Conversation))));
    }

    [Test]
    public async Task ConnectionLostAfterStop_StillGetsTheRest()
    {
        await using TestServer server = await TestServer.StartAsync();
        string session;
        using (TestClient lost = await server.StartSessionAsync(Start))
        {
            session = (await lost.ExpectAsync<ReadyMessage>()).Session;
            await lost.SendAsync(Recording.Conversation.AsMemory(), 3200);
            await lost.SendAsync("""{ "type": "stop" }""");
            await lost.UntilAsync<ClosedMessage>();
            lost.Drop();
        }

        await Eventually.IsTrueAsync(() => server.Sessions.Counts.Waiting == 1, "the session does not wait");
        using TestClient client = await server.StartSessionAsync($$"""{ "type": "resume", "session": "{{session}}", "acknowledged": 0, "event": 0 }""");
        Assert.That(Expected.Events(await client.ToEndAsync()), Is.EqualTo(Expected.Events(await Recording.ResultsAsync(Recording.Conversation))));
        Assert.That(client.CloseCode, Is.EqualTo(1000));
        await server.EmptyAsync();
    }

    [Test]
    public async Task ConnectionThatIsHalfOpen_IsReplaced()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient old = await server.StartSessionAsync(Start);
        string session = (await old.ExpectAsync<ReadyMessage>()).Session;
        await old.SendAsync(Recording.Conversation.AsMemory(0, 3200));
        await old.SendAsync("""{ "type": "ping" }""");
        await old.UntilAsync<PongMessage>();

        using TestClient client = await server.StartSessionAsync($$"""{ "type": "resume", "session": "{{session}}", "acknowledged": 0, "event": 0 }""");
        ReadyMessage ready = await client.ExpectAsync<ReadyMessage>();
        await old.ExpectClosedAsync("replaced", 4409);
        await client.SendAsync(Recording.Conversation.AsMemory((int)ready.Received * 2), 3200);
        await client.SendAsync("""{ "type": "stop" }""");

        Assert.That(ready.Received, Is.EqualTo(1600));
        Assert.That(Expected.Events(await client.ToEndAsync()), Is.EqualTo(Expected.Events(await Recording.ResultsAsync(Recording.Conversation))));
        await server.EmptyAsync();
    }

    [TestCase("unknown", "alice", "right", "sessionUnknown", 4404)]
    [TestCase("known", "mallory", "right", "sessionUnknown", 4404)]
    [TestCase("known", "alice", "wrong", "unauthorized", 4401)]
    public async Task SessionOfAnother_IsRefusedAndUndisturbed(string id, string who, string token, string code, int closeCode)
    {
        await using TestServer server = await TestServer.StartAsync(o => (o.Token, o.ClientOf) = ("right", context => context.Request.Headers[ClientHeader].ToString()));
        using TestClient owner = await server.ConnectAsync(o => o.SetRequestHeader(ClientHeader, "alice"));
        await owner.SendAsync("""{ "type": "start", "segmentAudio": "binary", "resumable": true, "token": "right" }""");
        string session = (await owner.ExpectAsync<ReadyMessage>()).Session;
        await owner.SendAsync(Recording.Conversation.AsMemory(0, 100_000), 3200);

        using TestClient other = await server.ConnectAsync(o => o.SetRequestHeader(ClientHeader, who));
        await other.SendAsync($$"""{ "type": "resume", "session": "{{(id == "known" ? session : "AAAAAAAAAAAAAAAAAAAAAA")}}", "acknowledged": 0, "event": 0, "token": "{{token}}" }""");
        await other.ExpectFatalAsync(code, closeCode);

        await owner.SendAsync(Recording.Conversation.AsMemory(100_000), 3200);
        await owner.SendAsync("""{ "type": "stop" }""");
        Assert.That(Expected.Events(await owner.ToEndAsync()), Is.EqualTo(Expected.Events(await Recording.ResultsAsync(Recording.Conversation))));
    }

    [Test]
    public async Task AnyClient_MayResumeWhereThatIsAllowed()
    {
        await using TestServer server = await TestServer.StartAsync(o => (o.ResumeNeedsSameClient, o.ClientOf) = (false, context => context.Request.Headers[ClientHeader].ToString()));
        using TestClient first = await server.ConnectAsync(o => o.SetRequestHeader(ClientHeader, "wlan"));
        await first.SendAsync(Start);
        string session = (await first.ExpectAsync<ReadyMessage>()).Session;
        using TestClient second = await server.ConnectAsync(o => o.SetRequestHeader(ClientHeader, "mobile"));
        await second.SendAsync($$"""{ "type": "resume", "session": "{{session}}", "acknowledged": 0, "event": 0 }""");
        Assert.That((await second.ExpectAsync<ReadyMessage>()).Resumed);
    }

    [Test]
    public async Task SessionThatIsNotResumable_CannotBeResumed()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient owner = await server.StartSessionAsync();
        string session = (await owner.ExpectAsync<ReadyMessage>()).Session;
        using TestClient other = await server.StartSessionAsync($$"""{ "type": "resume", "session": "{{session}}", "acknowledged": 0, "event": 0 }""");
        await other.ExpectFatalAsync("sessionUnknown", 4404);
        owner.Drop();
        await server.EmptyAsync();
    }

    // 3,200 samples have been received, and event 1 was told and acknowledged.
    [TestCase(1601, 1)]
    [TestCase(-1, 1)]
    [TestCase(0, 0)]
    [TestCase(0, 3)]
    public async Task WhatIsGone_CannotBeResumed(long acknowledged, long lastEvent)
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient owner = await server.StartSessionAsync(Start);
        string session = (await owner.ExpectAsync<ReadyMessage>()).Session;
        await owner.SendAsync(Recording.Conversation.AsMemory(0, 3200));
        await owner.UntilAsync<SpeechStartedMessage>();
        await owner.SendAsync("""{ "type": "ack", "event": 1 }""");
        await owner.SendAsync("""{ "type": "ping" }""");
        await owner.UntilAsync<PongMessage>();
        owner.Drop();

        using TestClient client = await server.StartSessionAsync($$"""{ "type": "resume", "session": "{{session}}", "acknowledged": {{acknowledged}}, "event": {{lastEvent}} }""");
        await client.ExpectFatalAsync("cannotResume", 4410);
        using TestClient again = await server.StartSessionAsync($$"""{ "type": "resume", "session": "{{session}}", "acknowledged": 0, "event": 1 }""");
        await again.ExpectFatalAsync("sessionUnknown", 4404);
        await server.EmptyAsync();
    }

    [Test]
    public async Task ClientThatCloses_EndsItsSession()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.StartSessionAsync(Start);
        await client.ExpectAsync<ReadyMessage>();
        await client.CloseAsync();
        await server.EmptyAsync();
    }

    [Test]
    public async Task Received_IsToldAboutOncePerSecond()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.StartSessionAsync(Start);
        List<long> told = [];
        for (int second = 0; second < 3; second++)
        {
            await client.SendAsync(Recording.Silence(TimeSpan.FromSeconds(1)), 3200);
            told.Add((await client.UntilAsync<ReceivedMessage>()).Received);
        }

        Assert.That(told, Is.EqualTo([16_000, 32_000, 48_000]));
    }
}
