namespace Cascade.Tests;

/// <summary>The same bytes give the same results however they are cut.</summary>
[Parallelizable]
public sealed class ChunkingTests
{
    private static readonly StreamProcessorOptions Options = new() { Speech = new SpeechSettings { Results = ResultKinds.All, MinimumSpeech = TimeSpan.FromMilliseconds(200), MaximumSpeech = TimeSpan.FromSeconds(3) }, Engine = VadEngine.OnnxRuntime(shareSession: true) };

    private static readonly Lazy<Task<string[]>> Whole = new(() => RunAsync(p => p.PushAsync(Recording.Conversation.Audio)));

    [TestCase(7)]
    [TestCase(512)]
    [TestCase(1023)]
    [TestCase(1024)]
    [TestCase(1025)]
    [TestCase(4096)]
    [TestCase(100_000)]
    public async Task ChunksOfOneSize_GiveTheSameResults(int size)
    {
        string[] results = await RunAsync(p => p.PushAsync(Recording.Conversation.Audio, size));
        Assert.That(results, Is.EqualTo(await Whole.Value));
    }

    [Test]
    public async Task SingleBytes_GiveTheSameResults()
    {
        ReadOnlyMemory<byte> audio = Recording.Conversation.Audio.AsMemory(0, 150_001);
        Assert.That(await RunAsync(p => p.PushAsync(audio, 1)), Is.EqualTo(await RunAsync(p => p.PushAsync(audio))));
    }

    [Test]
    public async Task ChunksOfRandomSizes_GiveTheSameResults([Range(1, 8)] int seed)
    {
        Random random = new(seed);
        int largest = 1 << random.Next(4, 18);
        int[] sizes = [.. Enumerable.Range(0, 997).Select(_ => random.Next(0, largest))];
        Assert.That(await RunAsync(p => p.PushAsync(Recording.Conversation.Audio, sizes)), Is.EqualTo(await Whole.Value));
    }

    [Test]
    public async Task EmptyChunks_ChangeNothing()
    {
        Assert.That(await RunAsync(p => p.PushAsync(Recording.Conversation.Audio, 0, 6400, 0, 0)), Is.EqualTo(await Whole.Value));
    }

    [Test]
    public async Task ChunkInsideASample_WaitsForItsOtherByte()
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions(), () => new ScriptedInference(0));
        byte[] audio = [.. Enumerable.Range(0, 1024).Select(i => (byte)i)];
        Assert.That(await processor.ProcessChunkAsync(audio.AsMemory(0, 1023)), Is.Empty);
        IReadOnlyList<CascadeResult> results = await processor.ProcessChunkAsync(audio.AsMemory(1023));
        Assert.That(((AudioFrame)results.Single()).Audio.ToArray(), Is.EqualTo(audio));
    }

    private static async Task<string[]> RunAsync(Func<StreamProcessor, Task<List<CascadeResult>>> feed)
    {
        await using StreamProcessor processor = new(Options);
        return [.. (await feed(processor)).Select(Drive.Describe)];
    }
}
