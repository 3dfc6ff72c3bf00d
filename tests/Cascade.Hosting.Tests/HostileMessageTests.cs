using System.Text;
using System.Text.Json;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>Clients that send what they may not: each is answered with the documented code, and a bystander never notices.</summary>
[Parallelizable]
internal sealed class HostileMessageTests
{
    private const string Start = """{ "type": "start" }""";

    private TestServer _server = null!;
    private TestClient _bystander = null!;

    [SetUp]
    public async Task BystanderBeginsToSpeak()
    {
        _server = await TestServer.StartAsync(o => (o.MaxMessageBytes, o.MessageBurst, o.CloseTimeout) = (64 * 1024, 500, TimeSpan.FromSeconds(30)));
        _bystander = await _server.StartSessionAsync("""{ "type": "start", "segmentAudio": "binary" }""");
        await _bystander.SendAsync(Recording.Conversation.AsMemory(0, 300_000), 30_000);
    }

    [TearDown]
    public async Task BystanderHasNotNoticed()
    {
        await _bystander.SendAsync(Recording.Conversation.AsMemory(300_000), 30_000);
        await _bystander.SendAsync("""{ "type": "stop" }""");
        Assert.That(Expected.Events(await _bystander.ToEndAsync()), Is.EqualTo(Expected.Events(await Recording.ResultsAsync(Recording.Conversation))));
        await _server.EmptyAsync();
        await _server.DisposeAsync();
        _bystander.Dispose();
    }

    [TestCase("""this is no JSON""", "invalidJson", 4400)]
    [TestCase("""[1]""", "invalidJson", 4400)]
    [TestCase("""{ "type": "ping" } { "type": "ping" }""", "invalidJson", 4400)]
    [TestCase("", "invalidJson", 4400)]
    [TestCase("""{ "type": "\ud800" }""", "invalidJson", 4400)]
    [TestCase("""{ "\ud800": "", "type": "ping" }""", "invalidMessage", 4400)]
    [TestCase("""{ "type": "resume", "session": "\ud800", "acknowledged": 0, "event": 0 }""", "invalidMessage", 4400)]
    [TestCase("""{ "id": 3 }""", "invalidMessage", 4400)]
    [TestCase("""{ "type": 3 }""", "invalidMessage", 4400)]
    [TestCase("""{ "type": "ack" }""", "invalidMessage", 4400)]
    [TestCase("""{ "type": "ack", "event": "1" }""", "invalidMessage", 4400)]
    [TestCase("""{ "type": "ack", "event": 1 }""", "invalidMessage", 4400)]
    [TestCase("""{ "type": "ack", "event": -1 }""", "invalidMessage", 4400)]
    [TestCase("""{ "type": "update", "options": 5 }""", "invalidMessage", 4400)]
    [TestCase("""{ "type": "update", "options": { "threshold": [] } }""", "invalidMessage", 4400)]
    [TestCase("""{ "type": "start" }""", "alreadyStarted", 4400)]
    [TestCase("""{ "type": "resume", "session": "x", "acknowledged": 0, "event": 0 }""", "alreadyStarted", 4400)]
    public async Task IllegalText_EndsTheSession(string text, string code, int closeCode)
    {
        using TestClient client = await _server.StartSessionAsync(Start);
        await client.SendAsync(text);
        await client.ExpectFatalAsync(code, closeCode);
    }

    [TestCase("""{ "type": "ping" }""", "startExpected")]
    [TestCase("""{ "type": "start", "format": { "encoding": "mp3" } }""", "invalidMessage")]
    [TestCase("""{ "type": "start", "format": { "encoding": 3 } }""", "invalidMessage")]
    [TestCase("""{ "type": "start", "format": { "sampleRate": 3999 } }""", "unsupportedFormat")]
    [TestCase("""{ "type": "start", "format": { "channels": 0 } }""", "unsupportedFormat")]
    [TestCase("""{ "type": "start", "format": { "channels": 2, "channel": 2 } }""", "unsupportedFormat")]
    [TestCase("""{ "type": "start", "format": { "sampleRate": 384000, "channels": 64, "encoding": "float64" } }""", "unsupportedFormat")]
    [TestCase("""{ "type": "start", "options": { "threshold": 0 } }""", "invalidOptions")]
    [TestCase("""{ "type": "start", "probabilityRate": 101 }""", "invalidOptions")]
    [TestCase("""{ "type": "start", "probabilityRate": -1 }""", "invalidOptions")]
    [TestCase("""{ "type": "start", "segmentAudio": "tape" }""", "invalidMessage")]
    public async Task IllegalBeginning_IsRefused(string text, string code)
    {
        using TestClient client = await _server.ConnectAsync();
        await client.SendAsync(text);
        await client.ExpectFatalAsync(code, 4400);
    }

    [Test]
    public async Task TextWhereBinaryBelongs_EndsTheSession()
    {
        using TestClient client = await _server.StartSessionAsync(Start);
        await client.SendAsync(Convert.ToBase64String(Recording.Conversation.AsSpan(0, 3200)));
        await client.ExpectFatalAsync("invalidJson", 4400);
    }

    [Test]
    public async Task AudioBeforeStart_IsRefused()
    {
        using TestClient client = await _server.ConnectAsync();
        await client.SendAsync(Recording.Conversation.AsMemory(0, 3200));
        await client.ExpectFatalAsync("startExpected", 4400);
    }

    [TestCase(64 * 1024, true)]
    [TestCase((64 * 1024) + 1, false)]
    public async Task BinaryMessage_HasALargestSize(int bytes, bool isLegal)
    {
        using TestClient client = await _server.StartSessionAsync(Start);
        await client.SendAsync(new byte[bytes].AsMemory());
        await ExpectAsync(client, isLegal);
    }

    [TestCase(Protocol.MaxTextBytes, true)]
    [TestCase(Protocol.MaxTextBytes + 1, false)]
    public async Task TextMessage_HasALargestSize(int bytes, bool isLegal)
    {
        using TestClient client = await _server.StartSessionAsync(Start);
        await client.SendAsync("""{ "type": "ping" }""".PadRight(bytes));
        await ExpectAsync(client, isLegal);
    }

    [Test]
    public async Task FragmentedMessages_AreWhatTheyMakeTogether()
    {
        using RawClient client = await _server.ConnectRawAsync();
        await client.WriteAsync(RawClient.Frame(RawClient.Text, """{ "type": "st"""u8, isFinal: false));
        await client.WriteAsync(RawClient.Frame(RawClient.Continuation, """art", "resumable": true }"""u8));
        Assert.That(Encoding.UTF8.GetString((await client.ReadFrameAsync()).Payload), Does.StartWith("""{"type":"ready","""));

        await client.WriteAsync(RawClient.Frame(RawClient.Binary, Recording.Conversation.AsSpan(0, 20_001), isFinal: false));
        await client.WriteAsync(RawClient.Frame(RawClient.Continuation, Recording.Conversation.AsSpan(20_001, 12_000)));
        string text = "";
        while (!text.Contains("received", StringComparison.Ordinal))
        {
            text = Encoding.UTF8.GetString((await client.ReadFrameAsync()).Payload);
        }

        Assert.That(JsonSerializer.Deserialize(text, WireJson.Default.ServerMessage), Is.EqualTo(new ReceivedMessage { Received = 16_000 }));
        await client.WriteAsync(RawClient.Frame(0x8, [0x03, 0xE8]));
        Assert.That(await client.CloseCodeAsync(), Is.EqualTo(1000));
    }

    [Test]
    public async Task MessageInEndlessFragments_IsTooBig()
    {
        using RawClient client = await StartRawAsync();
        await client.WriteAsync(RawClient.Frame(RawClient.Binary, new byte[1000], isFinal: false));
        await WriteOnAsync(client, RawClient.Frame(RawClient.Continuation, new byte[1000], isFinal: false), 100);
        Assert.That(await client.CloseCodeAsync(), Is.EqualTo(1009));
    }

    [TestCase(RawClient.Binary, "\u0001", true)]
    [TestCase(RawClient.Text, """{ "type": "ping" }""", true)]
    [TestCase(RawClient.Continuation, "", false)]
    public async Task MillionTinyMessages_AreTooMany(byte opcode, string payload, bool isFinal)
    {
        using RawClient client = await StartRawAsync();
        if (!isFinal)
        {
            await client.WriteAsync(RawClient.Frame(RawClient.Binary, [1, 2], isFinal: false));
        }

        Task<int?> closing = client.CloseCodeAsync();
        await WriteOnAsync(client, RawClient.Frame(opcode, Encoding.UTF8.GetBytes(payload), isFinal), 1_000_000);
        Assert.That(await closing, Is.EqualTo(4429));
    }

    [TestCase((byte)0x3)]
    [TestCase((byte)0x42)]
    [TestCase(RawClient.Continuation)]
    public async Task BrokenFrame_EndsTheSession(byte opcode)
    {
        using RawClient client = await StartRawAsync();
        await client.WriteAsync(RawClient.Frame(opcode, "hello"u8));
        Assert.That(await client.CloseCodeAsync(), Is.EqualTo(1002));
    }

    [Test]
    public async Task TextThatIsNotUtf8_EndsTheSession()
    {
        using RawClient client = await StartRawAsync();
        await client.WriteAsync(RawClient.Frame(RawClient.Text, [0xFF, 0xFE, 0x00]));
        Assert.That(await client.CloseCodeAsync(), Is.EqualTo(1007));
    }

    [Test]
    public async Task BytesThatAreNoFrames_EndTheConnection()
    {
        using RawClient client = await StartRawAsync();
        byte[] noise = new byte[10_000];
        new Random(1).NextBytes(noise);
        await WriteOnAsync(client, noise, 1);
        Assert.That(await client.CloseCodeAsync(), Is.Null.Or.EqualTo(1002));
    }

    private static async Task ExpectAsync(TestClient client, bool isLegal)
    {
        if (!isLegal)
        {
            await client.ExpectFatalAsync("messageTooBig", 1009);
            return;
        }

        await client.SendAsync("""{ "type": "stop" }""");
        await client.ExpectClosedAsync("stopped", 1000);
    }

    private async Task<RawClient> StartRawAsync()
    {
        RawClient client = await _server.ConnectRawAsync();
        await client.SendTextAsync(Start);
        return client;
    }

    // Many at a time, for as long as the server listens.
    private static async Task WriteOnAsync(RawClient client, byte[] frame, int times)
    {
        const int atOnce = 5000;
        byte[] block = [.. Enumerable.Repeat(frame, Math.Min(times, atOnce)).SelectMany(bytes => bytes)];
        try
        {
            for (int sent = 0; sent < times; sent += atOnce)
            {
                await client.WriteAsync(block);
            }
        }
        catch (IOException)
        {
        }
    }
}
