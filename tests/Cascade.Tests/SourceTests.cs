using System.IO.Pipelines;

namespace Cascade.Tests;

/// <summary>All shapes of source give the same results.</summary>
public sealed class SourceTests
{
    private static readonly byte[] Audio = Recording.Conversation.Audio[..200_001];
    private static readonly StreamProcessorOptions Options = new() { Speech = new SpeechSettings { Results = ResultKinds.All }, Engine = VadEngine.OnnxRuntime(shareSession: true) };

    private static readonly Lazy<Task<List<string>>> Pushed = new(() => RunAsync(p => p.PushAsync(Audio)));

    [Test]
    public async Task Arrays_GiveWhatPushingGives() =>
        Assert.That(await RunAsync(p => p.ProcessStreamAsync(Drive.Chunks(Audio, 3000, 7).Select(c => c.ToArray()).ToAsync()).ToListAsync()), Is.EqualTo(await Pushed.Value));

    [Test]
    public async Task Memory_GivesWhatPushingGives() =>
        Assert.That(await RunAsync(p => p.ProcessStreamAsync(Drive.Chunks(Audio, 150_000).ToAsync()).ToListAsync()), Is.EqualTo(await Pushed.Value));

    [Test]
    public async Task Stream_GivesWhatPushingGives()
    {
        using MemoryStream stream = new(Audio);
        Assert.That(await RunAsync(p => p.ProcessStreamAsync(stream).ToListAsync()), Is.EqualTo(await Pushed.Value));
        Assert.That(stream.CanRead, "the stream stays open");
    }

    [Test]
    public async Task PipeReader_GivesWhatPushingGives()
    {
        Pipe pipe = new();
        Task writing = Task.Run(async () =>
        {
            foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(Audio, 5001))
            {
                await pipe.Writer.WriteAsync(chunk);
            }

            await pipe.Writer.CompleteAsync();
        });
        Assert.That(await RunAsync(p => p.ProcessStreamAsync(pipe.Reader).ToListAsync()), Is.EqualTo(await Pushed.Value));
        await writing;
    }

    [Test]
    public async Task SourceWithAFormatOfItsOwn_IsAStreamOfItsOwnAsAFileIs()
    {
        Recording recording = Recording.Conversation8k;
        List<string> file = await RunAsync(p => p.ProcessFileAsync(recording.Path).ToListAsync());
        await using StreamProcessor processor = new(Options);
        await processor.PushAsync(Audio, 64_000);
        List<CascadeResult> results = await processor.ProcessStreamAsync(Drive.Chunks(recording.Audio, 3_001).ToAsync(), new AudioFormat(8_000)).ToListAsync();
        Assert.That(results.Select(result => result.Describe()), Is.EqualTo(file));
    }

    [Test]
    public async Task EmptySource_GivesNothing() =>
        Assert.That(await RunAsync(p => p.ProcessStreamAsync(Array.Empty<byte[]>().ToAsync()).ToListAsync()), Is.Empty);

    [Test]
    public async Task SlowConsumer_SlowsItsSource()
    {
        int asked = 0;
        await using StreamProcessor processor = new(Options with { Speech = new SpeechSettings() }, () => new ScriptedInference(0));
        int results = 0;
        await foreach (CascadeResult result in processor.ProcessStreamAsync(CountedAsync()))
        {
            results++;
            Assert.That(asked, Is.EqualTo((results + 1) / 2), "a chunk of two frames is asked for when the results of the one before are taken");
        }

        Assert.That(results, Is.EqualTo(20));

        async IAsyncEnumerable<byte[]> CountedAsync()
        {
            for (int i = 0; i < 10; i++)
            {
                asked++;
                yield return new byte[2048];
                await Task.Yield();
            }
        }
    }

    [Test]
    public async Task File_GivesWhatPushingItsSamplesGives()
    {
        List<string> pushed = await RunAsync(p => p.PushAsync(Recording.Monologue.Audio));
        Assert.That(await RunAsync(p => p.ProcessFileAsync(Recording.Monologue.Path).ToListAsync()), Is.EqualTo(pushed));
    }

    [Test]
    public async Task TwoFiles_AreStreamsOfTheirOwn()
    {
        await using StreamProcessor processor = new(Options);
        List<CascadeResult> first = await processor.ProcessFileAsync(Recording.Monologue.Path).ToListAsync();
        List<CascadeResult> second = await processor.ProcessFileAsync(Recording.Monologue.Path).ToListAsync();
        Assert.That(second.Select(Drive.Describe), Is.EqualTo(first.Select(Drive.Describe)));
    }

    [Test]
    public async Task FileAfterAudioThatWasNotFlushed_IsRefused()
    {
        await using StreamProcessor processor = new(Options);
        await processor.ProcessChunkAsync(new byte[100]);
        InvalidOperationException error = (await Assert.ThrowsAsync<InvalidOperationException>(async () => await processor.ProcessFileAsync(Recording.Monologue.Path).ToListAsync()))!;
        Assert.That(error.Message, Does.Contain("FlushAsync").And.Contain("Reset"));
        Assert.That(processor.GetStats().BytesWaiting, Is.EqualTo(100));
    }

    [Test]
    public void NoSource_IsRefusedAtOnce()
    {
        StreamProcessor processor = new(Options);
        Assert.Throws<ArgumentNullException>(() => processor.ProcessStreamAsync((IAsyncEnumerable<ReadOnlyMemory<byte>>)null!));
        Assert.Throws<ArgumentNullException>(() => processor.ProcessStreamAsync((IAsyncEnumerable<byte[]>)null!));
        Assert.Throws<ArgumentNullException>(() => processor.ProcessStreamAsync((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => processor.ProcessStreamAsync((PipeReader)null!));
        Assert.Throws<ArgumentException>(() => processor.ProcessFileAsync(""));
    }

    private static async Task<List<string>> RunAsync(Func<StreamProcessor, Task<List<CascadeResult>>> feed)
    {
        await using StreamProcessor processor = new(Options);
        return [.. (await feed(processor)).Select(Drive.Describe)];
    }
}
