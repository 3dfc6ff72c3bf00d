using Cascade.Hosting.Nodes;
using Cascade.Hosting.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cascade.Hosting.Tests;

/// <summary>Several servers share their sessions in a real Redis: any of them goes on with any session, and only one at a time.</summary>
internal sealed class NodeTests
{
    private const string Start = """{ "type": "start", "segmentAudio": "binary", "resumable": true }""";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private RedisServer _redis = null!;

    [OneTimeSetUp]
    public async Task StartRedisAsync() => _redis = await RedisServer.StartAsync();

    [OneTimeTearDown]
    public void StopRedis() => _redis.Dispose();

    [TestCase(1, false)]
    [TestCase(2, false)]
    [TestCase(3, true)]
    public async Task ClientThatComesBackToAnyServer_LosesAndRepeatsNothing(int seed, bool batch)
    {
        await using TestServer first = await StartAsync(batch);
        await using TestServer second = await StartAsync(batch);
        await using TestServer third = await StartAsync(batch: false);
        TestServer[] servers = [first, second, third];
        int turn = 0;
        ResumingClient client = new(() => servers[turn++ % 3], new Random(seed), Recording.Conversation);
        await client.RunAsync(Start);
        Assert.That(client.Drops, Is.GreaterThan(5));
        Assert.That(Expected.Events(client.Items), Is.EqualTo(Expected.Events(await Recording.ResultsAsync(Recording.Conversation))));
        foreach (TestServer server in servers)
        {
            await server.EmptyAsync();
        }
    }

    [Test]
    public async Task OwnerThatHasLostItsSession_EndsItWithoutAWord()
    {
        await using TestServer first = await StartAsync();
        await using TestServer second = await StartAsync();
        using TestClient client = await first.StartSessionAsync(Start);
        string session = (await client.ExpectAsync<ReadyMessage>()).Session;
        await client.SendAsync(Recording.Conversation.AsMemory(0, 64_000), 3200);
        using TestClient other = await second.StartSessionAsync(Resume(session));
        Assert.That((await other.ExpectAsync<ReadyMessage>()).Resumed, Is.True);
        await client.ExpectClosedAsync("replaced", Protocol.CloseReplaced);
        await first.EmptyAsync();
        Assert.That(second.Sessions.Counts.Total, Is.EqualTo(1));
        await other.SendAsync("""{ "type": "stop" }""");
        await other.UntilAsync<ClosedMessage>();
    }

    [Test]
    public async Task DrainedServer_GivesItsSessionsToOthers()
    {
        await using TestServer second = await StartAsync();
        string session;
        List<ReceivedItem> items;
        await using (TestServer first = await StartAsync())
        {
            using TestClient client = await first.StartSessionAsync(Start);
            session = (await client.ExpectAsync<ReadyMessage>()).Session;
            await client.SendAsync(Recording.Conversation.AsMemory(0, 400_000), 3200);
            await client.SendAsync("""{ "type": "ping" }""");
            Task stopping = first.StopAsync();
            items = await client.ToEndAsync();
            Assert.That(client.CloseCode, Is.EqualTo(Protocol.CloseMoved));
            Assert.That((items[^1].Message as ClosedMessage)?.Reason, Is.EqualTo(CloseReason.Moved));
            await stopping;
        }

        long last = items.Select(item => item.Message).OfType<EventMessage>().Select(one => one.Event).DefaultIfEmpty().Max(); // it may stop before it has heard any
        using TestClient resumed = await second.StartSessionAsync(Resume(session, last));
        ReadyMessage ready = await resumed.ExpectAsync<ReadyMessage>();
        await resumed.SendAsync(Recording.Conversation.AsMemory((int)ready.Received * 2), 3200);
        await resumed.SendAsync("""{ "type": "stop" }""");
        items.AddRange(await resumed.ToEndAsync());
        Assert.That(Expected.Events(items), Is.EqualTo(Expected.Events(await Recording.ResultsAsync(Recording.Conversation))));
    }

    [Test]
    public async Task UpdatedOptions_HoldAtTheNextServer()
    {
        await using TestServer first = await StartAsync();
        await using TestServer second = await StartAsync();
        using TestClient client = await first.StartSessionAsync(Start);
        string session = (await client.ExpectAsync<ReadyMessage>()).Session;
        await client.SendAsync("""{ "type": "update", "options": { "threshold": 0.71 } }""");
        await client.UntilAsync<UpdatedMessage>();
        client.Drop();
        using TestClient other = await second.StartSessionAsync(Resume(session));
        Assert.That((await other.ExpectAsync<ReadyMessage>()).Options.Threshold, Is.EqualTo(0.71));
    }

    [Test]
    public async Task EndedSession_IsUnknownEverywhere()
    {
        await using TestServer first = await StartAsync();
        await using TestServer second = await StartAsync();
        using TestClient client = await first.StartSessionAsync(Start);
        string session = (await client.ExpectAsync<ReadyMessage>()).Session;
        await client.CloseAsync();
        await first.EmptyAsync();
        ISessionStore store = second.Services.GetRequiredService<ISessionStore>();
        await Eventually.IsTrueAsync(() => store.RenewAsync(session, long.MaxValue, Minute).AsTask().Result != StoreAnswer.Down, "Redis does not answer");
        await Eventually.IsTrueAsync(() => store.TakeAsync(session).AsTask().Result.Answer == StoreAnswer.Absent, "the session can be taken");
        using TestClient other = await second.StartSessionAsync(Resume(session));
        await other.ExpectFatalAsync("sessionUnknown", 4404);
    }

    [Test]
    public async Task WriteWithAnEpochFromBefore_IsRefused()
    {
        await using TestServer server = await StartAsync();
        ISessionStore store = server.Services.GetRequiredService<ISessionStore>();
        string id = $"test-{Guid.NewGuid()}";
        Assert.That(await store.WriteAsync(id, 1, [1], Minute), Is.EqualTo(StoreAnswer.Done));
        TakenSession taken = await store.TakeAsync(id);
        Assert.That((taken.Answer, taken.Epoch), Is.EqualTo((StoreAnswer.Done, 2L)));
        Assert.That(taken.State, Is.EqualTo(new byte[] { 1 }));
        Assert.That(await store.WriteAsync(id, 1, [9], Minute), Is.EqualTo(StoreAnswer.Stale));
        Assert.That(await store.RenewAsync(id, 1, Minute), Is.EqualTo(StoreAnswer.Stale));
        Assert.That(await store.EndAsync(id, 1), Is.EqualTo(StoreAnswer.Stale));
        Assert.That(await store.WriteAsync(id, 2, [2], Minute), Is.EqualTo(StoreAnswer.Done));
        Assert.That((await store.TakeAsync(id)).State, Is.EqualTo(new byte[] { 2 }));
        Assert.That(await store.EndAsync(id, 3), Is.EqualTo(StoreAnswer.Done));
        Assert.That(await store.WriteAsync(id, 2, [2], Minute), Is.EqualTo(StoreAnswer.Stale));
        Assert.That((await store.TakeAsync(id)).Answer, Is.EqualTo(StoreAnswer.Absent));
        Assert.That(await store.RenewAsync(id + "?", 1, Minute), Is.EqualTo(StoreAnswer.Absent));
    }

    [Test]
    public async Task RedisThatIsAway_EndsNoSession_AndServesAgainWhenItIsBack()
    {
        using RedisServer redis = await RedisServer.StartAsync();
        await using TestServer first = await StartAsync(redis: redis);
        await using TestServer second = await StartAsync(redis: redis);
        using TestClient client = await first.StartSessionAsync(Start);
        string session = (await client.ExpectAsync<ReadyMessage>()).Session;
        redis.Kill();
        await client.SendAsync(Recording.Conversation.AsMemory(0, 400_000), 3200);
        await client.UntilAsync<SegmentMessage>();
        Assert.That(first.Log.Has("store of sessions cannot be reached"), Is.True);
        using (TestClient stranger = await second.StartSessionAsync(Resume(session)))
        {
            await stranger.ExpectFatalAsync("storeUnavailable", 4503);
        }

        await redis.RunAsync();
        ISessionStore store = second.Services.GetRequiredService<ISessionStore>();
        await Eventually.IsTrueAsync(() => store.RenewAsync(session, 1, Minute).AsTask().Result == StoreAnswer.Done, "the session is not kept again");
        using TestClient other = await second.StartSessionAsync(Resume(session, 1));
        Assert.That((await other.ExpectAsync<ReadyMessage>()).LastEvent, Is.GreaterThanOrEqualTo(1));
    }

    [Test]
    public async Task SessionThatWentOnElsewhere_DoesNotGoOnFromAnOldCopyWhileRedisIsAway()
    {
        StoreThatGoesAway? store = null;
        await using TestServer first = await StartAsync(services: services =>
        {
            Func<IServiceProvider, object> real = services.Last(service => service.ServiceType == typeof(ISessionStore)).ImplementationFactory!;
            services.Replace(ServiceDescriptor.Singleton<ISessionStore>(provider => store = new StoreThatGoesAway((ISessionStore)real(provider))));
        });
        await using TestServer second = await StartAsync();
        using TestClient client = await first.StartSessionAsync(Start);
        string session = (await client.ExpectAsync<ReadyMessage>()).Session;
        store!.IsAway = true; // so that it is told nothing
        client.Drop();
        long seen;
        using (TestClient moved = await second.StartSessionAsync(Resume(session)))
        {
            await moved.SendAsync(Recording.Conversation.AsMemory(0, 400_000), 3200);
            seen = (await moved.UntilAsync<SegmentMessage>()).Event;
            moved.Drop();
        }

        using (TestClient back = await first.StartSessionAsync(Resume(session, seen)))
        {
            await back.ExpectFatalAsync("storeUnavailable", 4503);
        }

        store.IsAway = false;
        using TestClient again = await first.StartSessionAsync(Resume(session, seen));
        Assert.That((await again.ExpectAsync<ReadyMessage>()).LastEvent, Is.GreaterThanOrEqualTo(seen));
    }

    [Test]
    public async Task RedisThatComesBackEmpty_IsGivenEverySessionAtOnce()
    {
        ManualTime time = new(); // stands still: no sweep comes, and no pause between two calls ends
        using RedisServer redis = await RedisServer.StartAsync();
        await using TestServer first = await StartAsync(redis: redis, time: time);
        await using TestServer second = await StartAsync(redis: redis);
        List<string> sessions = [];
        List<TestClient> clients = [];
        for (int i = 0; i < 3; i++)
        {
            TestClient client = await first.StartSessionAsync(Start);
            clients.Add(client);
            sessions.Add((await client.ExpectAsync<ReadyMessage>()).Session);
        }

        redis.Kill();
        await clients[0].SendAsync("""{ "type": "update", "options": { "threshold": 0.71 } }""");
        await clients[0].UntilAsync<UpdatedMessage>(); // which was to be kept
        Assert.That(first.Log.Has("store of sessions cannot be reached"), Is.True);
        await redis.RunAsync();
        ISessionStore store = second.Services.GetRequiredService<ISessionStore>();
        foreach (string session in sessions)
        {
            await Eventually.IsTrueAsync(() => store.RenewAsync(session, 1, Minute).AsTask().Result == StoreAnswer.Done, "a session is not kept again");
        }

        for (int i = 0; i < sessions.Count; i++) // the server is lost before anything else was written
        {
            clients[i].Drop();
            using TestClient other = await second.StartSessionAsync(Resume(sessions[i]));
            ReadyMessage ready = await other.ExpectAsync<ReadyMessage>();
            Assert.That((ready.Resumed, ready.Options.Threshold), Is.EqualTo((true, i == 0 ? 0.71 : 0.5)));
        }

        clients.ForEach(client => client.Dispose());
    }

    [Test]
    public async Task RedisThatAnswersLate_IsWaitedForAsLongAsItsAddressSays()
    {
        await using TestServer server = await StartAsync();
        _redis.Signal("STOP");
        ValueTask<StoreAnswer> writing = server.Services.GetRequiredService<ISessionStore>().WriteAsync("late", epoch: 1, [1], Minute);
        await Task.Delay(TimeSpan.FromSeconds(1)); // more than the half second that is waited for otherwise
        _redis.Signal("CONT");
        Assert.That(await writing, Is.EqualTo(StoreAnswer.Done));
    }

    private static string Resume(string session, long last = 0) => $$"""{ "type": "resume", "session": "{{session}}", "acknowledged": 0, "event": {{last}} }""";

    private async Task<TestServer> StartAsync(bool batch = false, RedisServer? redis = null, TimeProvider? time = null, Action<IServiceCollection>? services = null)
    {
        TestServer server = await TestServer.StartAsync(
            options =>
            {
                (options.Batch, options.BatchInterval) = (batch, TimeSpan.FromMilliseconds(1));
                options.Processor = options.Processor with { Engine = VadEngine.Managed() };
            },
            time,
            services: added =>
            {
                added.UseRedis((redis ?? _redis).Address);
                services?.Invoke(added);
            });
        ISessionStore store = server.Services.GetRequiredService<ISessionStore>();
        CancellationToken soon = Eventually.Soon();
        while (await store.RenewAsync("none", epoch: 0, Minute) == StoreAnswer.Down) // on a busy machine the first connection may come late
        {
            await Task.Delay(20, soon);
        }

        return server;
    }

    /// <summary>A real store that one server cannot reach while others do: Redis alone is away for all or for none.</summary>
    private sealed class StoreThatGoesAway(ISessionStore store) : ISessionStore, IAsyncDisposable
    {
        public bool IsAway { get; set; }

        public ValueTask<StoreAnswer> WriteAsync(string id, long epoch, byte[] state, TimeSpan keptFor) => IsAway ? new(StoreAnswer.Down) : store.WriteAsync(id, epoch, state, keptFor);

        public ValueTask<StoreAnswer> RenewAsync(string id, long epoch, TimeSpan keptFor) => IsAway ? new(StoreAnswer.Down) : store.RenewAsync(id, epoch, keptFor);

        public ValueTask<StoreAnswer> EndAsync(string id, long epoch) => IsAway ? new(StoreAnswer.Down) : store.EndAsync(id, epoch);

        public ValueTask<TakenSession> TakeAsync(string id) => IsAway ? new(new TakenSession(StoreAnswer.Down)) : store.TakeAsync(id);

        public void OnBack(Action isBack) => store.OnBack(isBack);

        public ValueTask DisposeAsync() => ((IAsyncDisposable)store).DisposeAsync();
    }
}
