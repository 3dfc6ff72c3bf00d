using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Cascade.Hosting.Sessions;
using Cascade.Hosting.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Cascade.Hosting.Tests;

/// <summary>Clients that read late, or not at all, and connections that are gone: each meets what the protocol's page says, and the log says which it was.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class SlowClientTests
{
    private const string Start = """{ "type": "start", "segmentAudio": "binary" }""";

    [Test]
    public async Task ClientThatSendsWhileTheServerHoldsItBack_IsNotIdle()
    {
        ManualTime time = new();
        await using TestServer server = await StartServerAsync(o => (o.SendTimeout, o.IdleTimeout) = (TimeSpan.FromHours(1), TimeSpan.FromSeconds(3)), time);
        using RawClient client = await StartAsync(server);
        Task writing = WriteAsync(client, times: 30);
        HostedSession session = await HeldBackAsync(server);
        for (int second = 0; second < 10; second++)
        {
            // The system's buffers may take some more events yet: time goes on when the server waits in a message again.
            await Eventually.IsTrueAsync(() => session.Events.IsBehind && !session.IsUnusedFor(TimeSpan.Zero), "the server holds nothing back");
            time.Advance(TimeSpan.FromSeconds(1));
            await server.Sessions.SweepAsync();
        }

        Assert.That(server.Sessions.All(), Is.EqualTo([session]));

        // It reads on, and all is there.
        Task<List<SegmentMessage>> reading = ReadSegmentsAsync(client);
        await writing;
        await client.SendTextAsync("""{ "type": "stop" }""");
        List<SegmentMessage> segments = await reading;
        Assert.That(segments.Select(segment => segment.Number), Is.EqualTo(Enumerable.Range(1, segments.Count)).And.Not.Empty);
        await Eventually.IsTrueAsync(() => server.Log.Has("ended with close code 1000"), "not closed in order");
    }

    // The pings are the WebSocket's own, on the system's clock: they would have cut the connection after 3 s.
    [Test]
    public async Task ClientThatIsHeldBack_IsNotCutForPongsThatWaitBehindItsAudio()
    {
        TimeSpan more = TimeSpan.FromSeconds(4);
        await using TestServer server = await StartServerAsync(o => (o.KeepAliveInterval, o.KeepAliveTimeout) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2)));
        using RawClient client = await StartAsync(server);
        Task writing = WriteAsync(client, times: 30);
        HostedSession session = await HeldBackAsync(server);
        await Task.Delay(more);
        Assert.That(server.Sessions.All(), Is.EqualTo([session]));

        Task<List<SegmentMessage>> reading = ReadSegmentsAsync(client, answersPings: true);
        await writing;
        await client.SendTextAsync("""{ "type": "stop" }""");
        Assert.That(await reading, Is.Not.Empty);
        await Eventually.IsTrueAsync(() => server.Log.Has("ended with close code 1000"), "not closed in order");
    }

    [Test]
    public async Task ClientThatNeverReads_IsCutByTheSendTimeoutAndLoggedAsSuch()
    {
        ManualTime time = new();
        await using TestServer server = await StartServerAsync(o => o.IdleTimeout = TimeSpan.FromHours(1), time);
        using RawClient client = await StartAsync(server);
        Task writing = WriteAsync(client, times: int.MaxValue);
        await HeldBackAsync(server);
        await Eventually.IsTrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(30));
                return server.Connections.Count == 0;
            },
            "the connection is not cut");
        await writing;
        await Eventually.IsTrueAsync(() => server.Log.Has("ended without a close: sendTimeout") && server.Log.Has("ended with close code 1006"), "not logged");
    }

    [Test]
    public async Task PeerThatAnswersNoPing_IsLoggedAsSuch()
    {
        await using TestServer server = await TestServer.StartAsync(o => (o.KeepAliveInterval, o.KeepAliveTimeout) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2)));
        using RawClient client = await server.ConnectRawAsync();
        await client.SendTextAsync("""{ "type": "start" }""");
        await Eventually.IsTrueAsync(() => server.Log.Has("ended without a close: keepAlive") && server.Log.Has("ended with close code 1006"), "not cut, or not logged");
    }

    [Test]
    public async Task ConnectionThatIsLost_IsLoggedAsSuch()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestClient client = await server.StartSessionAsync();
        await client.ExpectAsync<ReadyMessage>();
        client.Drop();
        await Eventually.IsTrueAsync(() => server.Log.Has("ended without a close: lost") && server.Log.Has("ended with close code 1006"), "not logged");
    }

    [Test]
    public async Task FlushesThatAreNotAcknowledged_AreLimitedToo()
    {
        await using TestServer server = await TestServer.StartAsync(o => o.MaxUnacknowledgedEvents = 16);
        using TestClient client = await server.StartSessionAsync("""{ "type": "start", "resumable": true }""");
        await client.ExpectAsync<ReadyMessage>();
        for (int i = 1; i <= 17; i++)
        {
            await client.SendAsync("""{ "type": "flush" }""");
            await client.ExpectAsync<FlushedMessage>();
        }

        await client.SendAsync("""{ "type": "flush" }""");
        await client.ExpectFatalAsync("unacknowledged", 4413);
    }

    [Test]
    public async Task SessionsThatHoldTooMuchTogether_AreHeldBackThenEndedAndTheSumStaysBounded()
    {
        const int clients = 6;
        const long limit = 600_000;
        const long piece = 2 * 32_000; // what one more piece of audio makes known: a segment of a second, and as much open speech
        await using TestServer server = await StartServerAsync(o =>
        {
            o.MaxHeldBytes = limit;
            o.MaxUnacknowledgedBytes = 1_000_000;
            o.IdleAfter = TimeSpan.FromMinutes(1);
        });
        HeldMemory held = server.Services.GetRequiredService<HeldMemory>();
        List<TestClient> open = [];
        long most = 0;
        for (int i = 0; i < clients; i++)
        {
            // They read, and never acknowledge.
            TestClient client = await server.StartSessionAsync("""{ "type": "start", "resumable": true, "segmentAudio": "binary" }""");
            await client.ExpectAsync<ReadyMessage>();
            open.Add(client);
        }

        List<ReceivedItem>[] ends = await Task.WhenAll(open.Select(client => Task.Run(async () =>
        {
            Task<List<ReceivedItem>> reading = client.ToEndAsync();
            try
            {
                while (!reading.IsCompleted)
                {
                    await client.SendAsync(Recording.Conversation.AsMemory(0, 320_000), 6400);
                    lock (open)
                    {
                        most = Math.Max(most, held.Bytes);
                    }
                }
            }
            catch (WebSocketException)
            {
            }

            return await reading;
        })));
        open.ForEach(client => client.Dispose());

        Assert.That(ends.Select(end => (end[^1].Message as ErrorMessage)?.Code), Is.All.EqualTo(ErrorCode.OutOfMemory));
        Assert.That(most, Is.GreaterThan(limit / 2).And.LessThan(limit + (clients * piece)));
        await server.EmptyAsync();
        await Eventually.IsTrueAsync(() => held.Bytes == 0, "bytes are held for sessions that have ended"); // freed behind the connection's end, where it was the server that ended the session
    }

    // Segments of a second, so that little is held; as much audio as the client can send.
    private static Task<TestServer> StartServerAsync(Action<CascadeHostingOptions> configure, TimeProvider? time = null) => TestServer.StartAsync(
        o =>
        {
            o.Processor = new StreamProcessorOptions { Engine = VadEngine.Managed(), Speech = new SpeechSettings { MaximumSpeech = TimeSpan.FromSeconds(1) } };
            o.MaxUnacknowledgedBytes = 160_000;
            o.MaxInputRate = 1000;
            o.InputBurst = TimeSpan.FromHours(1);
            o.MaxMessagesPerSecond = o.MessageBurst = 1_000_000;
            configure(o);
        },
        time);

    private static async Task<RawClient> StartAsync(TestServer server)
    {
        RawClient client = await server.ConnectRawAsync();
        await client.SendTextAsync(Start);
        await Eventually.IsTrueAsync(() => server.Sessions.Counts.Total == 1, "no session");
        return client;
    }

    /// <summary>Writes more than the system's own buffers take: from where nobody reads any more it waits.</summary>
    private static Task WriteAsync(RawClient client, int times)
    {
        byte[] frame = RawClient.Frame(RawClient.Binary, Recording.Conversation);
        return Task.Run(async () =>
        {
            try
            {
                for (int i = 0; i < times; i++)
                {
                    await client.WriteAsync(frame);
                }
            }
            catch (IOException)
            {
            }
        });
    }

    /// <summary>Waits until the server reads no more, because the client does not.</summary>
    private static async Task<HostedSession> HeldBackAsync(TestServer server)
    {
        HostedSession session = server.Sessions.All().Single();
        await Eventually.IsTrueAsync(() => session.Events.IsBehind, "the server holds nothing back");
        return session;
    }

    private static async Task<List<SegmentMessage>> ReadSegmentsAsync(RawClient client, bool answersPings = false)
    {
        const byte ping = 0x9;
        const byte pong = 0xA;
        const byte close = 0x8;
        List<SegmentMessage> segments = [];
        while (true)
        {
            (byte opcode, byte[] payload) = await client.ReadFrameAsync();
            switch (opcode)
            {
                case close:
                    await client.WriteAsync(RawClient.Frame(close, payload.AsSpan(0, 2)));
                    return segments;
                case ping when answersPings:
                    _ = client.WriteAsync(RawClient.Frame(pong, payload)).AsTask(); // behind the audio that is being written
                    break;
                case RawClient.Text when JsonSerializer.Deserialize(Encoding.UTF8.GetString(payload), WireJson.Default.ServerMessage) is SegmentMessage segment:
                    segments.Add(segment);
                    break;
            }
        }
    }
}
