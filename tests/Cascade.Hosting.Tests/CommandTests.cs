using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>What a client says while its stream goes on.</summary>
internal sealed class CommandTests
{
    private static readonly int Half = Recording.Conversation.Length / 4 * 2;

    [TestCase(false)]
    [TestCase(true)]
    public async Task Flush_ClosesOpenSpeechAndTheStreamGoesOn(bool batch)
    {
        await using TestServer server = await TestServer.StartAsync(o => (o.Batch, o.BatchInterval) = (batch, TimeSpan.FromMilliseconds(1)));
        using TestClient client = await server.StartSessionAsync("""{ "type": "start", "segmentAudio": "binary" }""");

        await client.SendAsync(Recording.Conversation.AsMemory(0, Half), 3200);
        await client.SendAsync("""{ "type": "flush", "id": 7 }""");
        await client.SendAsync(Recording.Conversation.AsMemory(Half), 3200);
        await client.SendAsync("""{ "type": "stop" }""");

        await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ResultKinds.All } });
        List<CascadeResult> first = [.. await processor.ProcessChunkAsync(Recording.Conversation.AsMemory(0, Half)), .. await processor.FlushAsync()];
        List<CascadeResult> second = [.. await processor.ProcessChunkAsync(Recording.Conversation.AsMemory(Half)), .. await processor.FlushAsync()];
        List<string> expected = Expected.Events(first.Concat(second));
        int flushed = Expected.Events(first).Count;
        List<string> actual = Expected.Events(await client.ToEndAsync());
        Assert.That(actual[flushed], Is.EqualTo($"{flushed + 1} flushed 7 {Half / 2}"));
        actual.RemoveAt(flushed);
        Assert.That(actual.Select(WithoutNumber), Is.EqualTo(expected.Select(WithoutNumber)));
    }

    [Test]
    public async Task Update_HoldsFromItsPlaceInTheStreamOn()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.StartSessionAsync("""{ "type": "start", "segmentAudio": "binary" }""");
        await client.ExpectAsync<ReadyMessage>();
        await client.SendAsync(Recording.Conversation.AsMemory(0, Half));
        await client.SendAsync("""{ "type": "update", "options": { "threshold": 0.9, "minimumSilenceMs": 400 } }""");
        await client.SendAsync(Recording.Conversation.AsMemory(Half));
        await client.SendAsync("""{ "type": "stop" }""");
        List<ReceivedItem> items = await client.ToEndAsync();

        StreamProcessorOptions options = new() { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ResultKinds.All } };
        await using StreamProcessor processor = new(options);
        List<CascadeResult> expected = [.. await processor.ProcessChunkAsync(Recording.Conversation.AsMemory(0, Half))];
        processor.Update(options.Speech with { Threshold = 0.9, MinimumSilence = TimeSpan.FromMilliseconds(400) });
        expected.AddRange([.. await processor.ProcessChunkAsync(Recording.Conversation.AsMemory(Half)), .. await processor.FlushAsync()]);
        Assert.Multiple(() =>
        {
            Assert.That(Expected.Events(items), Is.EqualTo(Expected.Events(expected)));
            Assert.That(
                items.Select(i => i.Message).OfType<UpdatedMessage>().Single().Options,
                Is.EqualTo(new EffectiveOptions
                {
                    Threshold = 0.9, ExitThreshold = 0.75, MinimumSilenceMs = 400, SpeechPadMs = 30, MinimumSpeechMs = 0, MaximumSpeechMs = 60_000,
                }));
        });
    }

    [TestCase("""{ "threshold": 1.5 }""", "Threshold")]
    [TestCase("""{ "exitThreshold": 0.6 }""", "ExitThreshold")]
    [TestCase("""{ "exitThreshold": "high" }""", "")]
    [TestCase("""{ "minimumSilenceMs": -1 }""", "minimumSilenceMs")]
    [TestCase("""{ "speechPadMs": 10001 }""", "SpeechPad")]
    [TestCase("""{ "maximumSpeechMs": 60001 }""", "maximumSpeechMs")]
    [TestCase("""{ "minimumSpeechMs": 1e300 }""", "minimumSpeechMs")]
    public async Task IllegalUpdate_ChangesNothingAndTheConnectionGoesOn(string options, string named)
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.StartSessionAsync();
        ReadyMessage ready = await client.ExpectAsync<ReadyMessage>();

        await client.SendAsync($$"""{ "type": "update", "options": {{options}} }""");
        ErrorMessage error = await client.ExpectAsync<ErrorMessage>();
        await client.SendAsync("""{ "type": "update", "options": {} }""");

        Assert.Multiple(() => Assert.That((error.Code, error.Fatal), Is.EqualTo((ErrorCode.InvalidOptions, false))));
        Assert.That(error.Message, Does.Contain(named).And.Not.Contain("Parameter"));
        Assert.That((await client.ExpectAsync<UpdatedMessage>()).Options, Is.EqualTo(ready.Options));
    }

    [Test]
    public async Task ExitThreshold_FollowsTheThresholdUntilItIsSet()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.StartSessionAsync();
        await client.ExpectAsync<ReadyMessage>();
        List<double> exits = [];
        foreach (string options in new[] { """{ "threshold": 0.7 }""", """{ "exitThreshold": 0.2 }""", """{ "threshold": 0.6 }""", """{ "exitThreshold": null }""" })
        {
            await client.SendAsync($$"""{ "type": "update", "options": {{options}} }""");
            exits.Add((await client.ExpectAsync<UpdatedMessage>()).Options.ExitThreshold);
        }

        Assert.That(exits, Is.EqualTo([0.55, 0.2, 0.2, 0.45]));
    }

    [Test]
    public async Task Ping_IsAnsweredWithItsId()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.StartSessionAsync();
        await client.ExpectAsync<ReadyMessage>();
        await client.SendAsync("""{ "id": 12, "type": "ping" }""");
        await client.SendAsync("""{ "type": "ping" }""");
        Assert.That((await client.ExpectAsync<PongMessage>()).Id, Is.EqualTo(12));
        Assert.That((await client.ExpectAsync<PongMessage>()).Id, Is.Null);
    }

    [Test]
    public async Task UnknownType_IsToldAndIgnored()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.StartSessionAsync();
        await client.ExpectAsync<ReadyMessage>();
        await client.SendAsync("""{ "type": "sing" }""");
        await client.SendAsync("""{ "type": "stop" }""");
        ErrorMessage error = await client.ExpectAsync<ErrorMessage>();
        Assert.That((error.Code, error.Fatal), Is.EqualTo((ErrorCode.UnknownType, false)));
        await client.ExpectClosedAsync("stopped", 1000);
    }

    [Test]
    public async Task Shutdown_ClosesOpenSpeechAndSaysSo()
    {
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.StartSessionAsync("""{ "type": "start", "segmentAudio": "binary" }""");
        using TestClient silent = await server.ConnectAsync();
        await client.SendAsync(Recording.Conversation.AsMemory(0, 32_000));
        await client.UntilAsync<SpeechStartedMessage>();
        await client.SendAsync("""{ "type": "ping" }""");
        await client.UntilAsync<PongMessage>(); // all audio is in: what is not is dropped at the stop

        Task stop = server.StopAsync();
        List<ReceivedItem> items = await client.ToEndAsync();
        await silent.ExpectClosedAsync("shutdown", 1001);
        await stop;

        SegmentMessage segment = items.Select(i => i.Message).OfType<SegmentMessage>().Single();
        Assert.That((segment.Reason, segment.EndSample), Is.EqualTo((SegmentEnd.Flush, 16_000L)));
        Assert.That((((ClosedMessage)items[^1].Message!).Reason, client.CloseCode), Is.EqualTo((CloseReason.Shutdown, (int?)1001)));
    }

    private static string WithoutNumber(string text) => text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..];
}
