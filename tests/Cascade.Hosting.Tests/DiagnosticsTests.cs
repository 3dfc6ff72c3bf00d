using System.Diagnostics.Metrics;
using Cascade.Hosting.Nodes;
using Cascade.Hosting.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Cascade.Hosting.Tests;

/// <summary>Metrics and health tell what there is.</summary>
internal sealed class DiagnosticsTests
{
    [Test]
    public async Task Sessions_AreCountedByState()
    {
        using SessionFixture fixture = new();
        using Collector collector = new(fixture);
        fixture.Open();
        fixture.Open();
        (Cascade.Hosting.Sessions.Session ended, _) = fixture.Open();
        await fixture.OpenSpeakingAsync();
        (Cascade.Hosting.Sessions.Session lost, FakePeer peer) = fixture.Open(isResumable: true);
        await fixture.Sessions.LoseAsync(lost, peer);
        await fixture.Sessions.EndAsync(ended, Cascade.Hosting.Sessions.Ending.Stopped, flush: false);
        Assert.That(collector.Read("cascade.hosting.sessions"), Is.EquivalentTo(new Dictionary<string, long> { ["listening"] = 2, ["speaking"] = 1, ["waiting"] = 1 }));
    }

    [Test]
    public async Task Evictions_AreCountedByReason()
    {
        using SessionFixture fixture = new(o => o.MaxSessions = 2);
        using Collector collector = new(fixture);
        fixture.Open();
        fixture.Open();
        fixture.Time.Advance(TimeSpan.FromSeconds(3));
        fixture.Open();
        fixture.Time.Advance(TimeSpan.FromSeconds(3));
        fixture.Memory.Bytes = 1200;
        await fixture.Sessions.SweepAsync();
        Assert.That(collector.Read("cascade.hosting.evictions"), Is.EquivalentTo(new Dictionary<string, long> { ["limit"] = 1, ["memory"] = 1 }));
    }

    [Test]
    public async Task Refusals_AreCountedByReason()
    {
        await using TestServer server = await TestServer.StartAsync(o => o.Token = "right");
        using Collector collector = new(server.Services);
        await TestClient.RefusalAsync(server.Address, o => o.SetRequestHeader("Authorization", "Bearer wrong"));
        await TestClient.RefusalAsync(server.Address, o => o.SetRequestHeader("Origin", "https://evil.example"));
        using TestClient client = await server.StartSessionAsync("""{ "type": "start", "token": "right" }""");
        await client.ExpectAsync<ReadyMessage>();
        await client.SendAsync("no JSON");
        await client.ExpectFatalAsync("invalidJson", 4400);
        await server.EmptyAsync(); // the client hears of the refusal before it is counted
        Assert.That(
            collector.Read("cascade.hosting.refusals"),
            Is.EquivalentTo(new Dictionary<string, long> { ["unauthorized"] = 1, ["origin"] = 1, ["invalidJson"] = 1 }));
    }

    [Test]
    public async Task BytesHeldForClients_AreCountedWhileTheyAreHeld()
    {
        using SessionFixture fixture = new();
        using Collector collector = new(fixture);
        (Cascade.Hosting.Sessions.Session session, FakePeer peer) = await fixture.OpenSpeakingAsync(isResumable: true);
        Assert.That(collector.Read("cascade.hosting.held.size")[""], Is.EqualTo(session.Held.Bytes).And.GreaterThan(session.Events.Bytes), "an event, and speech that is open");
        await fixture.Sessions.EndAsync(session, Cascade.Hosting.Sessions.Ending.Stopped, flush: true);
        Assert.That(peer.TakeEvents(session), Has.Count.EqualTo(2));
        Assert.That(fixture.Services.GetRequiredService<Cascade.Hosting.Sessions.HeldMemory>().Bytes, Is.Zero);
    }

    [TestCase(1, 1, "Healthy")]
    [TestCase(1, 2, "Degraded")]
    [TestCase(2000, 1, "Degraded")]
    public async Task Health_IsThatOfNewSessions(long memoryBytes, int sessions, string health)
    {
        FakeMemory memory = new();
        await using TestServer server = await TestServer.StartAsync(o => (o.MaxSessions, o.MemoryLimitBytes) = (2, 1000), memory: memory);
        List<TestClient> clients = [];
        for (int i = 0; i < sessions; i++)
        {
            clients.Add(await server.StartSessionAsync());
            await clients[^1].ExpectAsync<ReadyMessage>();
        }

        memory.Bytes = memoryBytes;
        using HttpClient http = new() { BaseAddress = server.Address };
        Assert.That(await http.GetStringAsync(new Uri("/health", UriKind.Relative)), Is.EqualTo(health));
        clients.ForEach(client => client.Dispose());
    }

    [Test]
    public async Task Load_IsThePartOfTheSessions_WhereThatIsMore()
    {
        await using TestServer server = await TestServer.StartAsync(o => o.MaxSessions = 2);
        using TestClient first = await server.StartSessionAsync();
        await first.ExpectAsync<ReadyMessage>();
        Assert.That(server.Services.GetRequiredService<NodeLoad>().Value, Is.InRange(0.5, 1));
        using TestClient second = await server.StartSessionAsync();
        await second.ExpectAsync<ReadyMessage>();
        Assert.That(server.Services.GetRequiredService<NodeLoad>().Value, Is.EqualTo(1));
    }

    [Test]
    public async Task DrainedServer_IsUnhealthy_AndKeepsTheSessionsThatItAloneHas()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.StartSessionAsync();
        await client.ExpectAsync<ReadyMessage>();
        await server.Sessions.DrainAsync();
        using HttpClient http = new() { BaseAddress = server.Address };
        using HttpResponseMessage answer = await http.GetAsync(new Uri("/health", UriKind.Relative));
        Assert.That(((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()), Is.EqualTo((503, "Unhealthy")));
        using TestClient late = await server.StartSessionAsync();
        await late.ExpectFatalAsync("serverFull", 4503);
        await client.SendAsync("""{ "type": "ping" }""");
        await client.ExpectAsync<PongMessage>();
    }

    /// <summary>A real listener, for the meter of one host only.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<(string Instrument, string Tag), long> _values = [];

        public Collector(IServiceProvider services)
        {
            object factory = services.GetService(typeof(IMeterFactory))!;
            services.GetService(typeof(SessionManager)); // makes the instruments
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Cascade.Hosting" && instrument.Meter.Scope == factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Add(i, value, tags));
            _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Add(i, value, tags));
            _listener.Start();
        }

        public Collector(SessionFixture fixture)
            : this(fixture.Services)
        {
        }

        public Dictionary<string, long> Read(string instrument)
        {
            _listener.RecordObservableInstruments();
            lock (_values)
            {
                return _values.Where(v => v.Key.Instrument == instrument).ToDictionary(v => v.Key.Tag, v => v.Value);
            }
        }

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (_values)
            {
                (string, string) key = (instrument.Name, tags.IsEmpty ? "" : (string)tags[0].Value!);
                _values[key] = _values.GetValueOrDefault(key) + value;
            }
        }
    }
}
