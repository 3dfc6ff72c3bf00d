using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using Cascade.Extensions.DependencyInjection;
using Cascade.Hosting.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cascade.Hosting.Tests;

/// <summary>A hosted stream is a stream: its log, its counts, its clock and its options are the application's.</summary>
[NonParallelizable] // the meter of the streams is one for the process
internal sealed class CoreSignalTests
{
    [Test]
    public async Task StreamsOfSessionsThatHaveEnded_AreNotCountedAsActive([Values] bool batch)
    {
        const int sessions = 5;
        long active = 0;
        long most = 0;
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Name == "cascade.active_processors")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => most = Math.Max(most, Interlocked.Add(ref active, value)));
        listener.Start();
        await using (TestServer server = await TestServer.StartAsync(o => o.Batch = batch))
        {
            for (int i = 0; i < sessions; i++)
            {
                using TestClient client = await server.StartSessionAsync("""{ "type": "start", "options": { "threshold": 0.6 } }""");
                await client.SendAsync(Recording.Conversation.AsMemory(0, 3200));
                foreach (string threshold in new[] { "0.4", "0.5", "0.7" })
                {
                    await client.SendAsync($$"""{ "type": "update", "options": { "threshold": {{threshold}} } }""");
                    await client.UntilAsync<UpdatedMessage>();
                }

                await client.SendAsync("""{ "type": "stop" }""");
                await client.ExpectClosedAsync("stopped", 1000);
                await server.EmptyAsync(); // the client hears of the end before its stream is freed
                await Eventually.IsTrueAsync(() => Volatile.Read(ref active) == 0, $"{active} processors are active");
            }
        }

        Assert.That((active, most), Is.EqualTo((0L, 1L)));
    }

    [Test]
    public async Task AudioThatIsNoNumber_IsWarnedOfInTheApplicationsLog([Values] bool batch)
    {
        await using TestServer server = await TestServer.StartAsync(o => o.Batch = batch);
        using TestClient client = await server.StartSessionAsync("""{ "type": "start", "format": { "encoding": "float32" } }""");
        float[] audio = new float[1024];
        audio[600] = float.NaN;
        await client.SendAsync(MemoryMarshal.AsBytes(audio.AsSpan()).ToArray());
        await client.SendAsync("""{ "type": "flush" }""");
        await client.UntilAsync<FlushedMessage>();
        Assert.That(server.Log.Warnings.Select(e => (e.Category, e.Level)), Is.EqualTo([("Cascade", LogLevel.Warning)]));
    }

    [Test]
    public async Task SpeechWhoseAudioStopsComing_IsClosedAfterTheInputTimeout([Values] bool batch)
    {
        ManualTime time = new();
        TimeSpan timeout = TimeSpan.FromSeconds(2);
        await using TestServer server = await TestServer.StartAsync(
            o => (o.Batch, o.Processor) = (batch, o.Processor with { InputTimeout = timeout }), time);
        using TestClient client = await server.StartSessionAsync();
        await client.SendAsync(Recording.Conversation.AsMemory(0, 32_000));
        await client.SendAsync("""{ "type": "ping" }"""); // answered when all audio is in
        if (batch)
        {
            await client.UntilAsync<PongMessage>();
            await TickAsync(server, time);
            await client.UntilAsync<SpeechStartedMessage>();
        }
        else
        {
            List<ServerMessage?> answers = [];
            while (!answers.OfType<SpeechStartedMessage>().Any() || !answers.OfType<PongMessage>().Any()) // in any order: answers go before events
            {
                answers.Add((await client.ReceiveAsync())!.Message);
            }
        }

        time.Advance(timeout - TimeSpan.FromTicks(1) - time.GetElapsedTime(0));
        await client.SendAsync("""{ "type": "ping" }""");
        await client.ExpectAsync<PongMessage>();

        Task<SegmentMessage> closing = client.UntilAsync<SegmentMessage>();
        time.Advance(TimeSpan.FromTicks(1));
        if (batch)
        {
            await TickAsync(server, time);
        }

        SegmentMessage segment = await closing;
        Assert.That((segment.Reason, segment.EndSample), Is.EqualTo((SegmentEnd.InputStalled, 16_000L)));
        Assert.That(server.Sessions.Counts.Total, Is.EqualTo(1), "it goes on");
        client.Drop(); // nobody ticks for a flush at the stop
        await server.EmptyAsync();
    }

    private static async Task TickAsync(TestServer server, ManualTime time)
    {
        await Eventually.IsTrueAsync(() => time.PeriodicTimers == 2, "no ticks"); // the sweeper has one too
        BatchTicker ticker = server.Services.GetRequiredService<BatchTicker>();
        for (int i = 0; i < 2; i++) // one may have begun before
        {
            Task<bool> next = ticker.NextTick;
            time.Advance(TimeSpan.FromMilliseconds(20));
            await next.WaitAsync(Eventually.Soon());
        }
    }
}
