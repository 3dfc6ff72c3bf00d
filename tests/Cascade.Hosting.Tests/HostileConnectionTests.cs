using Cascade.Hosting.Sessions;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>Clients that connect as they may not, or stay without taking part.</summary>
internal sealed class HostileConnectionTests
{
    private const string Start = """{ "type": "start" }""";

    [Test]
    public async Task NoWebSocket_IsABadRequest()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpClient http = new() { BaseAddress = server.Address };
        Assert.That((int)(await http.GetAsync(new Uri("/vad", UriKind.Relative))).StatusCode, Is.EqualTo(400));
    }

    [Test]
    public async Task OtherSubprotocol_IsABadRequest()
    {
        await using TestServer server = await TestServer.StartAsync();
        using System.Net.WebSockets.ClientWebSocket socket = new();
        socket.Options.AddSubProtocol("cascade.v2");
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(
            () => socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = "/vad" }.Uri, Eventually.Soon()));
        Assert.That((int)socket.HttpStatusCode, Is.EqualTo(400));
    }

    [TestCase("https://evil.example", 403)]
    [TestCase("null", 403)]
    [TestCase("https://friend.example", null)]
    [TestCase("own", null)]
    public async Task ForeignOrigin_IsForbidden(string origin, int? status)
    {
        await using TestServer server = await TestServer.StartAsync(o => o.AllowedOrigins.Add("https://friend.example/"));
        void Configure(System.Net.WebSockets.ClientWebSocketOptions o) =>
            o.SetRequestHeader("Origin", origin == "own" ? server.Address.GetLeftPart(UriPartial.Authority) : origin);
        if (status is { } refusal)
        {
            Assert.That(await TestClient.RefusalAsync(server.Address, Configure), Is.EqualTo(refusal));
            return;
        }

        using TestClient client = await server.ConnectAsync(Configure);
        await client.SendAsync(Start);
        await client.ExpectAsync<ReadyMessage>();
    }

    // A name that somebody else owns may lead here: page and request then agree.
    [TestCase("evil.example", null, 403)]
    [TestCase("evil.example:5080", null, 403)]
    [TestCase("evil.example", "*", 403)]
    [TestCase("evil.example", "own.example", 400)]
    [TestCase("own.example", "own.example", null)]
    [TestCase("vad.own.example:8443", "*.own.example", null)]
    [TestCase("localhost:5080", null, null)]
    [TestCase("192.168.1.7:5080", null, null)]
    [TestCase("[::1]:5080", null, null)]
    public async Task PageOfTheRequestsHost_IsOwnIfTheHostIs(string host, string? allowedHosts, int? status)
    {
        await using TestServer server = await TestServer.StartAsync(allowedHosts: allowedHosts);
        void Configure(System.Net.WebSockets.ClientWebSocketOptions o)
        {
            o.SetRequestHeader("Host", host);
            o.SetRequestHeader("Origin", $"http://{host}");
        }

        if (status is { } refusal)
        {
            Assert.That(await TestClient.RefusalAsync(server.Address, Configure), Is.EqualTo(refusal));
            return;
        }

        using TestClient client = await server.ConnectAsync(Configure);
        await client.SendAsync(Start);
        await client.ExpectAsync<ReadyMessage>();
    }

    [TestCase("Bearer wrong")]
    [TestCase("Bearer righ")]
    [TestCase("Bearer rightt")]
    [TestCase("Basic cmlnaHQ=")]
    public async Task WrongTokenInHeader_IsUnauthorized(string header)
    {
        await using TestServer server = await TestServer.StartAsync(o => o.Token = "right");
        Assert.That(await TestClient.RefusalAsync(server.Address, o => o.SetRequestHeader("Authorization", header)), Is.EqualTo(401));
    }

    [TestCase("""{ "type": "start" }""")]
    [TestCase("""{ "type": "start", "token": "wrong" }""")]
    [TestCase("""{ "type": "start", "token": "" }""")]
    public async Task WrongTokenInStart_IsUnauthorized(string start)
    {
        await using TestServer server = await TestServer.StartAsync(o => o.Token = "right");
        using TestClient client = await server.StartSessionAsync(start);
        await client.ExpectFatalAsync("unauthorized", 4401);
        await server.EmptyAsync();
    }

    [TestCase("Bearer right", """{ "type": "start" }""")]
    [TestCase(null, """{ "type": "start", "token": "right" }""")]
    public async Task RightToken_IsAccepted(string? header, string start)
    {
        await using TestServer server = await TestServer.StartAsync(o => o.Token = "right");
        using TestClient client = await server.ConnectAsync(o =>
        {
            if (header is not null)
            {
                o.SetRequestHeader("Authorization", header);
            }
        });
        await client.SendAsync(start);
        await client.ExpectAsync<ReadyMessage>();
    }

    [Test]
    public async Task ConnectionsWithoutASession_AreLimitedPerClient()
    {
        await using TestServer server = await TestServer.StartAsync(o => o.MaxSessionsPerClient = 3);
        using TestClient first = await server.ConnectAsync();
        using TestClient second = await server.ConnectAsync();
        using TestClient third = await server.ConnectAsync();
        Assert.That(await TestClient.RefusalAsync(server.Address), Is.EqualTo(429));

        await first.SendAsync(Start);
        await first.ExpectAsync<ReadyMessage>();
        using TestClient fourth = await server.ConnectAsync();
    }

    [Test]
    public async Task ConnectionsWithoutASession_AreLimitedInAll()
    {
        int clients = 0;
        await using TestServer server = await TestServer.StartAsync(o => (o.MaxSessions, o.ClientOf) = (3, _ => $"{Interlocked.Increment(ref clients)}"));
        using TestClient first = await server.ConnectAsync();
        using TestClient second = await server.ConnectAsync();
        using TestClient third = await server.ConnectAsync();
        Assert.That(await TestClient.RefusalAsync(server.Address), Is.EqualTo(503));

        await Eventually.IsTrueAsync(() => server.Connections.Count == 3, "connections are not counted"); // the upgrade is answered before
        third.Drop();
        await Eventually.IsTrueAsync(() => server.Connections.Count == 2, "the connection is still counted");
        using TestClient fourth = await server.ConnectAsync();
    }

    [Test]
    public async Task FloodOfConnections_LeavesNothingAndASpeakerDoesNotNotice()
    {
        await using TestServer server = await TestServer.StartAsync(o => (o.MaxSessionsPerClient, o.MaxSessions) = (21, 21));
        using TestClient speaker = await server.StartSessionAsync("""{ "type": "start", "segmentAudio": "binary" }""");
        await speaker.SendAsync(Recording.Conversation.AsMemory(0, 300_000), 3200);
        await speaker.UntilAsync<SpeechStartedMessage>();

        await Parallel.ForAsync(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 30 }, async (i, _) =>
        {
            try
            {
                using TestClient client = await server.ConnectAsync();
                if (i % 3 == 0)
                {
                    await client.SendAsync(Start);
                    await client.ReceiveAsync();
                }

                client.Drop();
            }
            catch (System.Net.WebSockets.WebSocketException)
            {
                // refused: the flood is wider than the limit
            }
        });

        await speaker.SendAsync(Recording.Conversation.AsMemory(300_000), 3200);
        await speaker.SendAsync("""{ "type": "stop" }""");
        List<string> events = Expected.Events(await speaker.ToEndAsync());
        Assert.That(events, Is.EqualTo(Expected.Events(await Recording.ResultsAsync(Recording.Conversation)).Skip(1)), "the first was awaited");
        await server.EmptyAsync();
    }

    [Test]
    public async Task ConnectionWithoutStart_IsClosedInTime()
    {
        ManualTime time = new();
        await using TestServer server = await TestServer.StartAsync(time: time);
        using TestClient client = await server.ConnectAsync();
        await Eventually.IsTrueAsync(() => server.Connections.Count == 1 && time.Timers > time.PeriodicTimers, "the server does not wait for a start");
        using TestClient started = await server.StartSessionAsync();
        await started.ExpectAsync<ReadyMessage>();

        time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.That(server.Connections.Count, Is.EqualTo(2));
        time.Advance(TimeSpan.FromTicks(1));
        await client.ExpectFatalAsync("startTimeout", 4408);
        Assert.That(server.Sessions.Counts.Total, Is.EqualTo(1));
    }

    [Test]
    public async Task PeerThatIsGone_IsFoundByPings()
    {
        await using TestServer server = await TestServer.StartAsync(o => (o.KeepAliveInterval, o.KeepAliveTimeout) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2)));
        using RawClient client = await server.ConnectRawAsync(); // answers no ping
        await client.SendTextAsync(Start);
        await Eventually.IsTrueAsync(() => server.Log.Has("began"), "no session");
        await server.EmptyAsync();
    }

    [Test]
    public async Task PeerThatIsGone_LeavesAResumableSessionWaiting()
    {
        await using TestServer server = await TestServer.StartAsync(o => (o.KeepAliveInterval, o.KeepAliveTimeout) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2)));
        using RawClient client = await server.ConnectRawAsync();
        await client.SendTextAsync("""{ "type": "start", "resumable": true }""");
        await Eventually.IsTrueAsync(() => server.Sessions.Counts.Waiting == 1 && server.Connections.Count == 0, "the session does not wait, or its connection is left");
    }

    [Test]
    public async Task ClientThatDoesNotRead_IsSlowedThenCutAndMemoryStaysBounded()
    {
        ManualTime time = new();
        await using TestServer server = await TestServer.StartAsync(
            o =>
            {
                o.Processor = new StreamProcessorOptions { Engine = VadEngine.Managed(), Speech = new SpeechSettings { MaximumSpeech = TimeSpan.FromSeconds(1) } };
                o.MaxUnacknowledgedBytes = 160_000;
                o.MaxInputRate = 1000;
                o.InputBurst = TimeSpan.FromHours(1);
                o.MaxMessagesPerSecond = o.MessageBurst = 1_000_000;
            },
            time);
        using RawClient client = await server.ConnectRawAsync();
        await client.SendTextAsync("""{ "type": "start", "segmentAudio": "binary" }""");
        await Eventually.IsTrueAsync(() => server.Sessions.Counts.Total == 1, "no session");
        HostedSession session = server.Sessions.All().Single();

        // More than the system's own buffers take; the write waits from where nobody reads any more.
        byte[] frame = RawClient.Frame(RawClient.Binary, Recording.Conversation);
        Task writing = WriteAsync();
        await Eventually.IsTrueAsync(() => session.Events.IsBehind && time.Timers > 0, "the server holds nothing back");
        Assert.That(session.Events.Bytes, Is.LessThan(160_000));

        await Eventually.IsTrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(30)); // one message may take so long; which one is stuck, the system's buffers decide
                return server.Sessions.Counts.Total == 0 && server.Connections.Count == 0;
            },
            "the connection is not cut");
        await writing;

        async Task WriteAsync()
        {
            try
            {
                while (true)
                {
                    await client.WriteAsync(frame);
                }
            }
            catch (IOException)
            {
            }
        }
    }

    [Test]
    public async Task ClientThatDoesNotAcknowledge_IsEndedAtTheLimit()
    {
        await using TestServer server = await TestServer.StartAsync(o => o.MaxUnacknowledgedEvents = 16);
        using TestClient client = await server.StartSessionAsync("""{ "type": "start", "resumable": true }""");
        await client.ExpectAsync<ReadyMessage>();

        // One event each; each is awaited, so that all is sent.
        for (int i = 1; i <= 16; i++)
        {
            await client.SendAsync($$"""{ "type": "flush", "id": {{i}} }""");
            Assert.That((await client.ExpectAsync<FlushedMessage>()).Event, Is.EqualTo(i));
        }

        await client.SendAsync(Recording.Silence(TimeSpan.FromSeconds(0.1)));
        await client.SendAsync("""{ "type": "flush" }""");
        await client.ExpectAsync<FlushedMessage>();
        await client.SendAsync(Recording.Silence(TimeSpan.FromSeconds(0.1)));
        await client.ExpectFatalAsync("unacknowledged", 4413);
        await server.EmptyAsync();
    }

    [Test]
    public async Task ClientThatAcknowledges_GoesOnBeyondTheLimit()
    {
        await using TestServer server = await TestServer.StartAsync(o => o.MaxUnacknowledgedEvents = 16);
        using TestClient client = await server.StartSessionAsync("""{ "type": "start", "resumable": true }""");
        await client.ExpectAsync<ReadyMessage>();
        for (int i = 1; i <= 50; i++)
        {
            await client.SendAsync(Recording.Silence(TimeSpan.FromSeconds(0.01)));
            await client.SendAsync("""{ "type": "flush" }""");
            long number = (await client.ExpectAsync<FlushedMessage>()).Event;
            await client.SendAsync($$"""{ "type": "ack", "event": {{number}} }""");
        }

        await client.SendAsync("""{ "type": "stop" }""");
        await client.ExpectClosedAsync("stopped", 1000);
    }

    [Test]
    public async Task AudioFasterThanTheLimit_EndsTheSession()
    {
        ManualTime time = new();
        await using TestServer server = await TestServer.StartAsync(o => (o.MaxInputRate, o.InputBurst) = (2, TimeSpan.FromSeconds(1)), time);
        using TestClient client = await server.StartSessionAsync();
        await client.ExpectAsync<ReadyMessage>();
        await client.SendAsync(Recording.Silence(TimeSpan.FromSeconds(1)), 3200);
        await client.SendAsync("""{ "type": "flush" }""");
        await client.UntilAsync<FlushedMessage>();

        time.Advance(TimeSpan.FromSeconds(0.25));
        await client.SendAsync(Recording.Silence(TimeSpan.FromSeconds(0.5)), 3200);
        await client.SendAsync("""{ "type": "flush" }""");
        await client.UntilAsync<FlushedMessage>();

        await client.SendAsync(new byte[2]);
        await client.ExpectFatalAsync("tooFast", 4429);
        await server.EmptyAsync();
    }
}
