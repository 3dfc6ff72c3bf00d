namespace Cascade.Tests.Trust;

/// <summary>Every stream of a batch has options of its own, which change as those of a processor do.</summary>
public sealed class BatchOptionsTests
{
    private static readonly StreamProcessorOptions Options = new() { Engine = VadEngine.Managed };

    [Test]
    public async Task StreamsWithOptionsOfTheirOwn_GiveWhatSuchProcessorsGive()
    {
        StreamProcessorOptions[] each =
        [
            Options with { Threshold = 0.8, Results = ResultKinds.All },
            Options with { SpeechPad = TimeSpan.FromMilliseconds(200), MinimumSilence = TimeSpan.FromMilliseconds(500) },
            Options with { MaximumSpeech = TimeSpan.FromSeconds(1), Results = ResultKinds.Segments },
            Options with { Audio = ResultAudio.Input, InputFormat = new AudioFormat(48_000) },
        ];
        await using StreamBatch batch = new(Options);
        BatchStream[] streams = [batch.Open(), .. each.Select(options => batch.Open(options))];
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(Recording.Conversation.Audio, 7000))
        {
            foreach (BatchStream stream in streams)
            {
                stream.Push(chunk.Span);
            }

            await batch.ProcessAsync();
        }

        foreach ((BatchStream stream, StreamProcessorOptions options) in streams.Zip([Options, .. each]))
        {
            await using StreamProcessor processor = new(options);
            List<CascadeResult> expected = await processor.PushOpenAsync(Recording.Conversation.Audio);
            Assert.That(expected, Is.Not.Empty);
            Assert.That(ReadAll(stream), Is.EqualTo(expected.Select(Drive.Describe)));
        }
    }

    [Test]
    public async Task UpdatedStream_GivesWhatAnUpdatedProcessorGives()
    {
        await using StreamBatch batch = new(Options);
        BatchStream updated = batch.Open();
        BatchStream other = batch.Open();
        await using StreamProcessor processor = new(Options);
        List<CascadeResult> expected = [];
        int round = 0;
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(Recording.Conversation.Audio, 40_000))
        {
            StreamProcessorOptions next = Options with { SpeechPad = TimeSpan.FromMilliseconds(30 * (round % 12)), Threshold = 0.3 + (0.02 * round), MaximumSpeech = TimeSpan.FromSeconds(1 + (round++ % 4)) };
            updated.Update(next);
            processor.Update(next);
            updated.Push(chunk.Span);
            other.Push(chunk.Span);
            await batch.ProcessAsync();
            expected.AddRange(await processor.ProcessChunkAsync(chunk));
        }

        await using StreamProcessor untouched = new(Options);
        Assert.That(ReadAll(updated), Is.EqualTo(expected.Select(Drive.Describe)));
        Assert.That(ReadAll(other), Is.EqualTo((await untouched.PushOpenAsync(Recording.Conversation.Audio)).Select(Drive.Describe)));
    }

    [Test]
    public async Task NetworkOfItsOwn_IsRefusedByName()
    {
        await using StreamBatch batch = new(Options);
        VadModel other = VadModel.FromFile(Path.Combine(Golden.CommittedFolder, "silero_vad_v5.onnx"));
        Assert.That(Assert.Throws<ArgumentException>(() => batch.Open(Options with { Model = other }))!.ParamName, Is.EqualTo("Model"));
        Assert.That(Assert.Throws<ArgumentException>(() => batch.Open(new StreamProcessorOptions()))!.ParamName, Is.EqualTo("Engine"));
        Assert.That(Assert.Throws<ArgumentOutOfRangeException>(() => batch.Open(Options with { Threshold = 2 }))!.ParamName, Is.EqualTo("Threshold"));
        Assert.That(batch.Count, Is.Zero);
    }

    [Test]
    public async Task UpdateThatIsRefused_ChangesNothing()
    {
        await using StreamBatch batch = new(Options);
        BatchStream stream = batch.Open();
        Assert.That(Assert.Throws<ArgumentException>(() => stream.Update(Options with { Audio = ResultAudio.Input, Threshold = 1 }))!.ParamName, Is.EqualTo("Audio"));
        stream.Push(Recording.Conversation.Audio.AsSpan(0, 100_000));
        await batch.ProcessAsync();
        await using StreamProcessor processor = new(Options);
        Assert.That(ReadAll(stream), Is.EqualTo((await processor.PushOpenAsync(Recording.Conversation.Audio.AsMemory(0, 100_000))).Select(Drive.Describe)));
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stream.Update(Options));
    }

    private static List<string> ReadAll(BatchStream stream)
    {
        List<string> results = [];
        while (stream.TryRead(out CascadeResult? result))
        {
            results.Add(result.Describe());
        }

        return results;
    }
}
