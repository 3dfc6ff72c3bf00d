using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Cascade.Hosting.Wire;

namespace Cascade.Hosting.Tests;

/// <summary>What a client gets over a real socket is what a processor of its own would give.</summary>
[Parallelizable]
internal sealed class GoldenTests
{
    // Cuts inside samples.
    private const int ChunkBytes = 3201;

    [TestCase(VadEngine.Managed, false)]
    [TestCase(VadEngine.Managed, true)]
    [TestCase(VadEngine.OnnxRuntime, false)]
    public async Task Client_GetsTheEventsAndAudioOfAProcessor(VadEngine engine, bool batch)
    {
        await using TestServer server = await TestServer.StartAsync(o =>
        {
            o.Batch = batch;
            o.BatchInterval = TimeSpan.FromMilliseconds(1);
            o.Processor = new StreamProcessorOptions { Engine = engine };
        });
        using TestClient client = await server.StartSessionAsync("""{ "type": "start", "segmentAudio": "binary" }""");

        await client.SendAsync(Recording.Conversation, ChunkBytes);
        await client.SendAsync("""{ "type": "stop" }""");
        List<ReceivedItem> items = await client.ToEndAsync();

        Assert.That(Expected.Events(items), Is.EqualTo(Expected.Events(await Recording.ResultsAsync(Recording.Conversation, new StreamProcessorOptions { Engine = engine }))));
        Assert.That((((ClosedMessage)items[^1].Message!).Reason, client.CloseCode), Is.EqualTo((CloseReason.Stopped, (int?)1000)));
        await server.EmptyAsync();
    }

    [Test]
    public async Task OptionsAndFormatOfStart_AreUsed()
    {
        float[] samples = [.. MemoryMarshal.Cast<byte, short>(Recording.Conversation).ToArray().Select(sample => sample / 32768f)];
        byte[] audio = MemoryMarshal.AsBytes<float>(samples).ToArray();
        await using TestServer server = await TestServer.StartAsync();
        using TestClient client = await server.StartSessionAsync("""
            {
              "format": { "encoding": "float32" },
              "options": { "threshold": 0.8, "minimumSilenceMs": 300, "speechPadMs": 50, "minimumSpeechMs": 200, "maximumSpeechMs": 4000 },
              "segmentAudio": "binary",
              "type": "start"
            }
            """);

        await client.SendAsync(audio, ChunkBytes);
        await client.SendAsync("""{ "type": "stop" }""");

        List<CascadeResult> expected = await Recording.ResultsAsync(audio, new StreamProcessorOptions
        {
            Engine = VadEngine.Managed(),
            InputFormat = new AudioFormat(16_000, encoding: SampleEncoding.Float32),
            Speech = new SpeechSettings
            {
                Threshold = 0.8,
                MinimumSilence = TimeSpan.FromMilliseconds(300),
                SpeechPad = TimeSpan.FromMilliseconds(50),
                MinimumSpeech = TimeSpan.FromMilliseconds(200),
                MaximumSpeech = TimeSpan.FromSeconds(4),
            },
        });
        Assert.That(expected.OfType<SpeechSegment>().Select(s => s.EndedBy), Does.Contain(SegmentEnd.MaximumSpeech), "or the test shows less than it could");
        Assert.That(Expected.Events(await client.ToEndAsync()), Is.EqualTo(Expected.Events(expected)));
    }

    [Test]
    public async Task AudioByUrl_IsAWavFileOfTheSegment()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpClient http = new() { BaseAddress = server.Address };
        using TestClient client = await server.StartSessionAsync("""{ "type": "start", "segmentAudio": "url" }""");

        await client.SendAsync(Recording.Conversation, ChunkBytes);
        await client.SendAsync("""{ "type": "flush" }""");
        SpeechSegment expected = (await Recording.SegmentsAsync(Recording.Conversation))[0];
        SegmentMessage segment = await client.UntilAsync<SegmentMessage>();
        byte[] wav = await http.GetByteArrayAsync(segment.Audio!.Url);

        string file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, wav);
        await using StreamProcessor reader = new(new StreamProcessorOptions { Engine = VadEngine.Managed() });
        List<CascadeResult> read = [];
        await foreach (CascadeResult result in reader.ProcessFileAsync(file))
        {
            read.Add(result);
        }

        File.Delete(file);
        Assert.Multiple(() =>
        {
            Assert.That(wav[44..], Is.EqualTo(expected.Audio.ToArray()));
            Assert.That(BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(24)), Is.EqualTo(segment.Audio.SampleRate));
            Assert.That(read, Is.Not.Empty, "the library reads the file");
        });

        await client.SendAsync("""{ "type": "stop" }""");
        await client.ExpectClosedAsync("stopped", 1000);
        await server.EmptyAsync();
        Assert.That((await http.GetAsync(new Uri(segment.Audio.Url!, UriKind.Relative))).StatusCode, Is.EqualTo(System.Net.HttpStatusCode.NotFound));
    }

    [TestCase(100, false)]
    [TestCase(7, false)]
    [TestCase(100, true)]
    public async Task Probabilities_AreThoseOfEachFrameOnce(double rate, bool batch)
    {
        await using TestServer server = await TestServer.StartAsync(o => (o.Batch, o.BatchInterval) = (batch, TimeSpan.FromMilliseconds(1)));
        using TestClient client = await server.StartSessionAsync(JsonSerializer.Serialize(new { type = "start", probabilityRate = rate }));
        await client.ExpectAsync<ReadyMessage>();

        // Each second is awaited, so that nothing is dropped because the test reads too late.
        List<float> values = [];
        int messages = 0;
        for (int at = 0; at < Recording.Conversation.Length; at += 32_000)
        {
            await client.SendAsync(Recording.Conversation.AsMemory(at, Math.Min(32_000, Recording.Conversation.Length - at)), 3200);
            await client.SendAsync("""{ "type": "ping" }""");
            for (ReceivedItem? item = await client.ReceiveAsync(); item!.Message is not PongMessage; item = await client.ReceiveAsync())
            {
                values.AddRange(Take(item.Message as ProbabilityMessage, values.Count));
                messages += item.Message is ProbabilityMessage ? 1 : 0;
            }
        }

        await client.SendAsync("""{ "type": "stop" }""");
        foreach (ReceivedItem item in await client.ToEndAsync())
        {
            values.AddRange(Take(item.Message as ProbabilityMessage, values.Count));
        }

        List<float> expected = (await Recording.ResultsAsync(Recording.Conversation))
            .Select(r => r switch { AudioFrame f => (f.StartSample, f.Probability), SpeechProgress p => (p.StartSample, p.Probability), _ => (-1, 0) })
            .Where(f => f.Item1 >= 0).DistinctBy(f => f.Item1).OrderBy(f => f.Item1).Select(f => f.Item2).ToList();
        Assert.That(values, Is.EqualTo(expected.Take(values.Count)));
        Assert.That(expected.Count - values.Count, Is.LessThanOrEqualTo(31.25 / Math.Min(rate, 31.25) + 1), "the last ones may not have been due");
        Assert.That(messages, Is.LessThanOrEqualTo((rate * Recording.Conversation.Length / 32_000) + 1));

        static IReadOnlyList<float> Take(ProbabilityMessage? message, int before)
        {
            Assert.That(message?.StartSample ?? (before * 512L), Is.EqualTo(before * 512L), "no frame is missing");
            return message?.Values ?? [];
        }
    }
}
