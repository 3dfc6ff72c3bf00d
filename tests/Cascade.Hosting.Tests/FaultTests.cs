using System.Diagnostics.Metrics;
using Cascade.Extensions.DependencyInjection;
using Cascade.Hosting.Streams;
using Cascade.Hosting.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Cascade.Hosting.Tests;

/// <summary>Faults of the server: each ends one session at most, and none keeps the server from stopping.</summary>
[NonParallelizable] // the meter of the streams is one for the process
internal sealed class FaultTests
{
    private const string Start = """{ "type": "start", "segmentAudio": "binary" }""";

    [Test]
    public async Task FaultWhileResultsAreDelivered_EndsThatSessionOnly([Values] bool batch)
    {
        await using TestServer server = await TestServer.StartAsync(
            o => o.Batch = batch, services: s => s.Replace(ServiceDescriptor.Singleton<SpeechStreamFactory, FactoryOfFaults>()));
        using TestClient other = await server.StartSessionAsync(Start);
        await other.SendAsync(Recording.Conversation.AsMemory(0, 300_000), 30_000);

        using TestClient client = await server.StartSessionAsync("""{ "type": "start", "format": { "encoding": "muLaw" } }""");
        await client.SendAsync(MuLawSpeech(), 8000);
        await client.ExpectFatalAsync("internalError", 1011);

        await other.SendAsync(Recording.Conversation.AsMemory(300_000), 30_000);
        await other.SendAsync("""{ "type": "stop" }""");
        Assert.That(Expected.Events(await other.ToEndAsync()), Is.EqualTo(Expected.Events(await Recording.ResultsAsync(Recording.Conversation))));
        Assert.That(server.Log.Has("failed and is ended InvalidOperationException"), Is.True);
        await server.EmptyAsync();
    }

    [Test]
    public async Task TicksThatFail_EndNoSession()
    {
        const int failures = 5;
        await using TestServer server = await TestServer.StartAsync(o => o.Batch = true);
        using TestClient client = await server.StartSessionAsync(Start);
        using (MeterListener listener = Failing("cascade.tick.duration", failures))
        {
            await client.SendAsync(Recording.Conversation.AsMemory(0, 300_000), 30_000);
            await client.SendAsync(Recording.Conversation.AsMemory(300_000), 30_000);
            await client.SendAsync("""{ "type": "stop" }""");
            Assert.That(Expected.Events(await client.ToEndAsync()), Is.EqualTo(Expected.Events(await Recording.ResultsAsync(Recording.Conversation))));
        }

        Assert.That(server.Log.Has("A tick of the batch failed"), Is.True);
    }

    [Test]
    public async Task TicksThatGoOnFailing_EndASessionThatWaitsForThemAndTheServerStops()
    {
        ManualTime time = new();
        await using TestServer server = await TestServer.StartAsync(o => o.Batch = true, time);
        using TestClient other = await server.StartSessionAsync(Start);
        await other.ExpectAsync<ReadyMessage>();
        using TestClient client = await server.StartSessionAsync(Start);
        await client.ExpectAsync<ReadyMessage>();
        using MeterListener listener = Failing("cascade.tick.duration", int.MaxValue);
        await client.SendAsync(Recording.Conversation.AsMemory(0, 32_000));
        await client.SendAsync("""{ "type": "ping" }""");
        await client.ExpectAsync<PongMessage>(); // all audio is in: what waits from here on is the flush
        await client.SendAsync("""{ "type": "flush" }""");
        await Eventually.IsTrueAsync(() => server.Sessions.All().Any(session => !session.IsUnusedFor(TimeSpan.Zero)), "no flush");
        await Eventually.IsTrueAsync(() => time.PeriodicTimers == 2, "no ticks"); // the sweeper has one too
        Task ending = client.ExpectFatalAsync("internalError", 1011);
        BatchTicker ticker = server.Services.GetRequiredService<BatchTicker>();
        CancellationToken soon = Eventually.Soon();
        while (!ending.IsCompleted)
        {
            soon.ThrowIfCancellationRequested();
            await other.SendAsync(new byte[1024].AsMemory()); // a tick without a frame measures nothing, and does not fail
            await other.SendAsync("""{ "type": "ping" }""");
            await other.ExpectAsync<PongMessage>();
            Task<bool> tick = ticker.NextTick;
            time.Advance(TimeSpan.FromMilliseconds(20));
            await tick.WaitAsync(soon);
        }

        await ending;
        Task stopping = server.StopAsync();
        await Eventually.IsTrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(20));
                return stopping.IsCompleted;
            },
            "the server does not stop");
        await stopping;
    }

    [Test]
    public async Task BatchThatHasEnded_DoesNotHoldUpTheStop()
    {
        await using TestServer server = await TestServer.StartAsync(o => o.Batch = true);
        using TestClient client = await server.StartSessionAsync(Start);
        await client.SendAsync(Recording.Conversation.AsMemory(0, 64_000));
        await client.UntilAsync<SpeechStartedMessage>();
        await client.SendAsync("""{ "type": "ping" }""");
        await client.UntilAsync<PongMessage>(); // no audio waits for a tick, of which there will be none
        await server.Services.GetRequiredService<BatchTicker>().StopAsync(CancellationToken.None);

        Task stopping = server.StopAsync();
        await client.ExpectClosedAsync("shutdown", 1001);
        await stopping;
        Assert.That(server.Log.Has("have not ended in time"), Is.False);
    }

    [Test]
    public async Task SessionThatWaitsForATick_IsToldWhenThereAreNoMore()
    {
        ManualTime time = new(); // nothing ticks
        await using TestServer server = await TestServer.StartAsync(o => o.Batch = true, time);
        using TestClient client = await server.StartSessionAsync(Start);
        await client.ExpectAsync<ReadyMessage>();
        await client.SendAsync(Recording.Conversation.AsMemory(0, 32_000));
        await client.SendAsync("""{ "type": "ping" }""");
        await client.ExpectAsync<PongMessage>();
        await client.SendAsync("""{ "type": "flush" }""");
        await Eventually.IsTrueAsync(() => !server.Sessions.All().Single().IsUnusedFor(TimeSpan.Zero), "no flush");
        await server.Services.GetRequiredService<BatchTicker>().StopAsync(CancellationToken.None);
        await client.ExpectFatalAsync("internalError", 1011);
    }

    [Test]
    public async Task SessionThatCannotEnd_DoesNotHoldUpTheStopForLongerThanTheHostAllows()
    {
        HangingStreams streams = new();
        await using TestServer server = await TestServer.StartAsync(
            streams: streams, services: s => s.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(200)));
        using TestClient client = await server.StartSessionAsync(Start);
        await client.SendAsync(new byte[3200].AsMemory());
        await Eventually.IsTrueAsync(() => streams.IsMade, "no stream");
        try
        {
            await server.StopAsync().WaitAsync(Eventually.Soon());
        }
        catch (OperationCanceledException e) when (e.CancellationToken != Eventually.Soon())
        {
            // the host says so too
        }

        Assert.That(server.Log.Has("have not ended in time"), Is.True);
        streams.LetGo();
    }

    [Test]
    public async Task ListenerToTheMeterThatFails_ChangesNoAnswer()
    {
        ManualTime time = new();
        await using TestServer server = await TestServer.StartAsync(time: time);
        using MeterListener listener = Failing("cascade.hosting.refusals", int.MaxValue);

        // From a timer a fault would end the process.
        using TestClient late = await server.ConnectAsync();
        await Eventually.IsTrueAsync(() => server.Connections.Count == 1 && time.Timers > time.PeriodicTimers, "no connection");
        time.Advance(TimeSpan.FromSeconds(10));
        await late.ExpectFatalAsync("startTimeout", 4408);

        using TestClient client = await server.StartSessionAsync(Start);
        await client.SendAsync("no JSON");
        await client.ExpectFatalAsync("invalidJson", 4400);
        Assert.That(server.Log.Has("A listener to the meter Cascade.Hosting failed"), Is.True);
    }

    /// <summary>A listener that throws at so many measurements of an instrument.</summary>
    private static MeterListener Failing(string instrument, int times)
    {
        MeterListener listener = new()
        {
            InstrumentPublished = (published, l) =>
            {
                if (published.Name == instrument)
                {
                    l.EnableMeasurementEvents(published);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Fail());
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => Fail());
        listener.Start();
        return listener;

        void Fail()
        {
            if (Interlocked.Decrement(ref times) >= 0)
            {
                throw new InvalidOperationException("the listener's own fault");
            }
        }
    }

    // The upper byte of a sample, as sign and magnitude with all bits inverted, is near enough to mu-law to be heard as speech.
    private static byte[] MuLawSpeech()
    {
        byte[] speech = new byte[64_000];
        for (int i = 0; i < speech.Length; i++)
        {
            speech[i] = MuLaw(BitConverter.ToInt16(Recording.Conversation, 2 * i));
        }

        return speech;
    }

    private static byte MuLaw(short sample)
    {
        const int bias = 0x84;
        int magnitude = Math.Min(32_635, Math.Abs((int)sample)) + bias;
        int exponent = 7;
        for (int mask = 0x4000; (magnitude & mask) == 0 && exponent > 0; mask >>= 1)
        {
            exponent--;
        }

        int mantissa = (magnitude >> (exponent + 3)) & 0xF;
        return (byte)~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa);
    }

    /// <summary>Real streams; that of a client with mu-law gives results that cannot be delivered.</summary>
    private sealed class FactoryOfFaults(IOptions<CascadeHostingOptions> options, BatchTicker ticker) : SpeechStreamFactory(options, ticker)
    {
        public override ISpeechStream Create(StreamProcessorOptions streamOptions, StreamSink sink) =>
            base.Create(streamOptions, streamOptions.InputFormat.Encoding == SampleEncoding.MuLaw ? results => sink(Poison(results)) : sink);

        private static IEnumerable<CascadeResult> Poison(IEnumerable<CascadeResult> results) =>
            results.Select(result => result is SpeechStarted ? throw new InvalidOperationException("poison") : result);
    }

    /// <summary>Streams whose flush does not come back: nothing real does so on demand.</summary>
    private sealed class HangingStreams() : SpeechStreamFactory(null!, null!)
    {
        private readonly TaskCompletionSource _flush = new();

        public bool IsMade { get; private set; }

        public void LetGo() => _flush.TrySetResult();

        public override ISpeechStream Create(StreamProcessorOptions streamOptions, StreamSink sink)
        {
            IsMade = true;
            return new HangingStream(_flush.Task);
        }

        private sealed class HangingStream(Task flush) : ISpeechStream
        {
            public long Position => 0;

            public bool LooksForStalls => true;

            public ValueTask PushAsync(ReadOnlyMemory<byte> bytes) => ValueTask.CompletedTask;

            public ValueTask FlushAsync() => new(flush);

            public ValueTask DrainAsync() => ValueTask.CompletedTask;

            public ValueTask CloseIfStalledAsync() => ValueTask.CompletedTask;

            public void Update(SpeechSettings settings)
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
