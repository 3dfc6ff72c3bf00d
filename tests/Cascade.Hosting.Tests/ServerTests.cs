using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>The sample server as its users start it: a process.</summary>
internal sealed class ServerTests
{
    private const int ConnectionsPerMinute = 5;

    private SampleServer _server = null!;
    private Uri _address = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = await SampleServer.StartAsync("--Server:ConnectionsPerMinute", $"{ConnectionsPerMinute}", "--Cascade:AllowedOrigins:0", "https://friend.example");
        _address = _server.Address;
    }

    [OneTimeTearDown]
    public void Stop() => _server.Dispose();

    [Test]
    public async Task Page_HasAStrictPolicy()
    {
        using HttpClient http = new() { BaseAddress = _address };
        using HttpResponseMessage page = await http.GetAsync(new Uri("/", UriKind.Relative));
        string policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Multiple(() =>
        {
            Assert.That((int)page.StatusCode, Is.EqualTo(200));
            Assert.That(page.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
            Assert.That(policy, Does.StartWith("default-src 'none'").And.Contain("script-src 'self';").And.Contain("frame-ancestors 'none'").And.Not.Contain("unsafe"));
            Assert.That(page.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(["nosniff"]));
            Assert.That(page.Headers.GetValues("Referrer-Policy"), Is.EqualTo(["no-referrer"]));
            Assert.That(page.Headers.GetValues("Permissions-Policy").Single(), Does.Contain("microphone=(self)"));
        });
    }

    [Test]
    public async Task Health_IsTold()
    {
        using HttpClient http = new() { BaseAddress = _address };
        using System.Text.Json.JsonDocument answer = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync(new Uri("/health", UriKind.Relative)));
        Assert.That(answer.RootElement.GetProperty("status").GetString(), Is.EqualTo("Healthy"));
        Assert.That(answer.RootElement.GetProperty("draining").GetBoolean(), Is.False);
        Assert.That(answer.RootElement.GetProperty("load").GetDouble(), Is.InRange(0, 1));
    }

    [Test]
    public async Task Session_RunsThenTheAddressHasConnectedTooOften()
    {
        using (TestClient client = await TestClient.ConnectAsync(_address))
        {
            await client.SendAsync("""{ "type": "start", "options": { "minimumSilenceMs": 100, "speechPadMs": 30, "minimumSpeechMs": 0 } }""");
            await client.SendAsync(Recording.Conversation, 32_000);
            await client.SendAsync("""{ "type": "stop" }""");
            int segments = (await client.ToEndAsync()).Count(i => i.Message is SegmentMessage);
            Assert.That(segments, Is.EqualTo((await Recording.SegmentsAsync(Recording.Conversation)).Count));
        }

        for (int i = 1; i < ConnectionsPerMinute; i++)
        {
            using TestClient client = await TestClient.ConnectAsync(_address);
        }

        Assert.That(await TestClient.RefusalAsync(_address), Is.EqualTo(429));
        Assert.That(await TestClient.RefusalAsync(_address, From("198.51.100.1")), Is.EqualTo(429), "whoever is no known proxy forwards nothing");
    }

    [Test]
    public async Task NameThatIsNotTheServers_IsRefused()
    {
        using HttpClient http = new() { BaseAddress = _address };
        using HttpRequestMessage request = new(HttpMethod.Get, "/") { Headers = { Host = "evil.example" } };
        using HttpResponseMessage page = await http.SendAsync(request);
        Assert.That((int)page.StatusCode, Is.EqualTo(400));
    }

    [Test]
    public async Task KnownProxy_TellsItsClientsApart()
    {
        using SampleServer server = await SampleServer.StartAsync("--Server:ConnectionsPerMinute", "1", "--Server:KnownProxies:0", "127.0.0.1");
        using TestClient first = await TestClient.ConnectAsync(server.Address, From("198.51.100.1"));
        Assert.That(await TestClient.RefusalAsync(server.Address, From("198.51.100.1")), Is.EqualTo(429));
        using TestClient second = await TestClient.ConnectAsync(server.Address, From("198.51.100.2"));
    }

    private static Action<System.Net.WebSockets.ClientWebSocketOptions> From(string address) => options => options.SetRequestHeader("X-Forwarded-For", address);
}
