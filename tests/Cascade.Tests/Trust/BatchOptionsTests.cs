namespace Cascade.Tests.Trust;

/// <summary>Every stream of a batch has options of its own, which change as those of a processor do.</summary>
public sealed class BatchOptionsTests
{
    private static readonly StreamProcessorOptions Options = new() { Engine = VadEngine.Managed() };

    [Test]
    public async Task StreamsWithOptionsOfTheirOwn_GiveWhatSuchProcessorsGive()
    {
        StreamProcessorOptions[] each =
        [
            Options with { Speech = Options.Speech with { Threshold = 0.8, Results = ResultKinds.All } },
            Options with { Speech = Options.Speech with { SpeechPad = TimeSpan.FromMilliseconds(200), MinimumSilence = TimeSpan.FromMilliseconds(500) } },
            Options with { Speech = Options.Speech with { MaximumSpeech = TimeSpan.FromSeconds(1), Results = ResultKinds.Segments } },
            Options with { Audio = ResultAudio.Input, InputFormat = new AudioFormat(48_000) },
        ];
        await using StreamBatch batch = new();
        StreamProcessor[] streams = [batch.Open(Options), .. each.Select(options => batch.Open(options))];
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(Recording.Conversation.Audio, 7000))
        {
            foreach (StreamProcessor stream in streams)
            {
                stream.Push(chunk.Span);
            }

            await batch.TickAsync();
        }

        foreach ((StreamProcessor stream, StreamProcessorOptions options) in streams.Zip([Options, .. each]))
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
        await using StreamBatch batch = new();
        StreamProcessor updated = batch.Open(Options);
        StreamProcessor other = batch.Open(Options);
        await using StreamProcessor processor = new(Options);
        List<CascadeResult> expected = [];
        int round = 0;
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(Recording.Conversation.Audio, 40_000))
        {
            StreamProcessorOptions next = Options with { Speech = Options.Speech with { SpeechPad = TimeSpan.FromMilliseconds(30 * (round % 12)), Threshold = 0.3 + (0.02 * round), MaximumSpeech = TimeSpan.FromSeconds(1 + (round++ % 4)) } };
            updated.Update(next.Speech);
            processor.Update(next.Speech);
            updated.Push(chunk.Span);
            other.Push(chunk.Span);
            await batch.TickAsync();
            expected.AddRange(await processor.ProcessChunkAsync(chunk));
        }

        await using StreamProcessor untouched = new(Options);
        Assert.That(ReadAll(updated), Is.EqualTo(expected.Select(Drive.Describe)));
        Assert.That(ReadAll(other), Is.EqualTo((await untouched.PushOpenAsync(Recording.Conversation.Audio)).Select(Drive.Describe)));
    }

    [Test]
    public async Task OptionOutsideItsRange_OpensNothing()
    {
        await using StreamBatch batch = new();
        Assert.That(Assert.Throws<ArgumentOutOfRangeException>(() => batch.Open(Options with { Speech = Options.Speech with { Threshold = 2 } }))!.ParamName, Is.EqualTo("Threshold"));
        Assert.That(batch.Count, Is.Zero);
    }

    [Test]
    public async Task UpdateThatIsRefused_ChangesNothing()
    {
        await using StreamBatch batch = new();
        StreamProcessor stream = batch.Open(Options);
        Assert.That(Assert.Throws<ArgumentOutOfRangeException>(() => stream.Update(Options.Speech with { MinimumSilence = TimeSpan.Zero, Threshold = 1.1 }))!.ParamName, Is.EqualTo("Threshold"));
        stream.Push(Recording.Conversation.Audio.AsSpan(0, 100_000));
        await batch.TickAsync();
        await using StreamProcessor processor = new(Options);
        Assert.That(ReadAll(stream), Is.EqualTo((await processor.PushOpenAsync(Recording.Conversation.Audio.AsMemory(0, 100_000))).Select(Drive.Describe)));
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stream.Update(Options.Speech));
    }

    private static List<string> ReadAll(StreamProcessor stream)
    {
        List<string> results = [];
        while (stream.TryRead(out CascadeResult? result))
        {
            results.Add(result.Describe());
        }

        return results;
    }
}
