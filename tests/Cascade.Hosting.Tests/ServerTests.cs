using System.Diagnostics;
using System.Reflection;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>The sample server as its users start it: a process.</summary>
internal sealed class ServerTests
{
    private Process _server = null!;
    private Uri _address = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        string root = typeof(ServerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string program = Path.Combine(root, "samples", "Cascade.Server", "bin", configuration, "net10.0", "Cascade.Server.dll");
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        foreach (string argument in new[] { program, "--urls", "http://127.0.0.1:0", "--Server:ConnectionsPerMinute", "5", "--Cascade:AllowedOrigins:0", "https://friend.example" })
        {
            start.ArgumentList.Add(argument);
        }

        _server = Process.Start(start)!;
        string? line;
        do
        {
            line = await _server.StandardOutput.ReadLineAsync(Eventually.Soon());
            Assert.That(line, Is.Not.Null, "the server has ended");
        }
        while (!line!.StartsWith("Open ", StringComparison.Ordinal));

        _address = new Uri(line["Open ".Length..]);
        _ = _server.StandardOutput.ReadToEndAsync();
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _server.Kill();
        _server.Dispose();
    }

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
        Assert.That(await http.GetStringAsync(new Uri("/health", UriKind.Relative)), Is.EqualTo("Healthy"));
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

        for (int i = 1; i < 5; i++)
        {
            using TestClient client = await TestClient.ConnectAsync(_address);
        }

        Assert.That(await TestClient.RefusalAsync(_address), Is.EqualTo(429));
    }
}
