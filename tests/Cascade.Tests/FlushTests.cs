namespace Cascade.Tests;

[Parallelizable]
public sealed class FlushTests
{
    [Test]
    public async Task PartialFrameInsideSpeech_IsInTheSegment()
    {
        byte[] audio = [.. Enumerable.Range(0, (2 * 1024) + 100).Select(i => (byte)i)];
        await using StreamProcessor processor = new(new StreamProcessorOptions(), () => new ScriptedInference(1f));
        SpeechSegment segment = (SpeechSegment)(await processor.PushAsync(audio)).Single();
        Assert.That(segment.Audio.ToArray(), Is.EqualTo(audio));
        Assert.That(processor.GetStats().BytesUnused, Is.Zero);
    }

    [Test]
    public async Task PartialFrameOutsideSpeech_IsCounted()
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions(), () => new ScriptedInference(0f));
        await processor.PushAsync(new byte[1024 + 101]);
        Assert.That(processor.GetStats(), Has.Property("BytesUnused").EqualTo(101).And.Property("BytesWaiting").EqualTo(0));
    }

    [Test]
    public async Task PartialFrameOfADiscardedBurst_IsCounted()
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions { Speech = new SpeechSettings { MinimumSpeech = TimeSpan.FromSeconds(1) } }, () => new ScriptedInference(1f));
        List<CascadeResult> results = await processor.PushAsync(new byte[1024 + 100]);
        Assert.That(results.Single(), Is.TypeOf<AudioFrame>());
        Assert.That(processor.GetStats(), Has.Property("BytesUnused").EqualTo(100).And.Property("DiscardedBursts").EqualTo(1));
    }

    [Test]
    public async Task OddByteAtTheEnd_IsCounted()
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions(), () => new ScriptedInference(1f));
        SpeechSegment segment = (SpeechSegment)(await processor.PushAsync(new byte[1024 + 3])).Single();
        Assert.That((segment.EndSample, processor.GetStats().BytesUnused), Is.EqualTo((513L, 1L)));
    }

    [Test]
    public async Task FlushInMidStream_TheClockGoesOn()
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions(), () => new ScriptedInference(1f));
        await processor.PushAsync(new byte[1024 + 200]);
        SpeechSegment second = (SpeechSegment)(await processor.PushAsync(new byte[2048])).Single();
        Assert.That((second.StartSample, second.EndSample), Is.EqualTo((612L, 612L + 1024)));
    }

    [Test]
    public async Task FlushWithNothing_GivesNothing()
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions(), () => throw new InvalidOperationException("no model is needed"));
        Assert.That(await processor.FlushAsync(), Is.Empty);
    }

    [Test]
    public async Task Reset_BeginsANewStream()
    {
        StreamProcessorOptions options = new() { Speech = new SpeechSettings { Results = ResultKinds.All }, Engine = VadEngine.OnnxRuntime(shareSession: true) };
        await using StreamProcessor processor = new(options);
        string[] first = [.. (await processor.PushAsync(Recording.Conversation.Audio.AsMemory(0, 100_000))).Select(Drive.Describe)];
        await processor.PushOpenAsync(Recording.Conversation.Audio.AsMemory(50_000, 33_333));
        processor.Reset();
        Assert.That(processor.GetStats(), Is.EqualTo(new StreamProcessor().GetStats() with { BytesBuffered = processor.GetStats().BytesBuffered }));
        string[] second = [.. (await processor.PushAsync(Recording.Conversation.Audio.AsMemory(0, 100_000))).Select(Drive.Describe)];
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public async Task Stats_AreMeasured()
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.OnnxRuntime(shareSession: true) });
        List<CascadeResult> results = await processor.PushAsync(Recording.Conversation.Audio, 5000);
        ProcessorStats stats = processor.GetStats();
        Assert.Multiple(() =>
        {
            Assert.That(stats.BytesReceived, Is.EqualTo(Recording.Conversation.Audio.Length));
            Assert.That(stats.Frames, Is.EqualTo(Recording.Conversation.Samples / 512));
            Assert.That(stats.Segments, Is.EqualTo(results.OfType<SpeechSegment>().Count()));
            Assert.That(stats.Speech.Ticks, Is.EqualTo(results.OfType<SpeechSegment>().Sum(s => s.Duration.Ticks)));
            Assert.That(stats.Position.Ticks, Is.EqualTo(Recording.Conversation.Samples * 625));
            Assert.That(stats.BytesWaiting, Is.Zero);
        });
    }
}
