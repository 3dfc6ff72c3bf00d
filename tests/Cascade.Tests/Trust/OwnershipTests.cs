namespace Cascade.Tests.Trust;

/// <summary>What the caller gives stays the caller's, and what it gets too.</summary>
public sealed class OwnershipTests
{
    private static readonly StreamProcessorOptions Options = new() { Speech = new SpeechSettings { Results = ResultKinds.All }, Engine = VadEngine.Managed() };
    private static readonly ReadOnlyMemory<byte> Audio = Recording.Conversation.Audio.AsMemory(0, 300_001);

    [Test]
    public async Task ChunkThatIsOverwrittenAfterItsCall_ChangesNothing([Values(700, 40_000)] int size, [Values] ResultAudio audio)
    {
        await using StreamProcessor processor = new(Options with { Audio = audio });
        byte[] buffer = new byte[size];
        List<string> results = [];
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(Audio, size))
        {
            chunk.CopyTo(buffer);
            results.AddRange((await processor.ProcessChunkAsync(buffer.AsMemory(0, chunk.Length))).Select(Drive.Describe));
            Array.Fill(buffer, (byte)0x55);
        }

        results.AddRange((await processor.FlushAsync()).Select(Drive.Describe));
        Assert.That(results, Is.EqualTo(await ExpectedAsync(audio)));
    }

    [Test]
    public async Task ResultsKept_DoNotChange([Values] ResultAudio audio)
    {
        await using StreamProcessor processor = new(Options with { Audio = audio });
        List<CascadeResult> kept = [];
        List<string> then = [];
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(Audio, 5000))
        {
            IReadOnlyList<CascadeResult> results = await processor.ProcessChunkAsync(chunk);
            kept.AddRange(results);
            then.AddRange(results.Select(Drive.Describe));
        }

        processor.Reset();
        await processor.PushAsync(Recording.Monologue.Audio.AsMemory(0, 300_000));
        Assert.That(kept.Select(Drive.Describe), Is.EqualTo(then));
    }

    [Test]
    public async Task PushedBytesThatAreOverwritten_ChangeNothing()
    {
        await using StreamBatch batch = new();
        StreamProcessor stream = batch.Open(Options);
        byte[] buffer = new byte[30_000];
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(Audio, buffer.Length))
        {
            chunk.CopyTo(buffer);
            stream.Push(buffer.AsSpan(0, chunk.Length));
            Array.Fill(buffer, (byte)0x55);
        }

        stream.PushEnd();
        await batch.TickAsync();
        List<string> results = [];
        while (stream.TryRead(out CascadeResult? result))
        {
            results.Add(result.Describe());
        }

        Assert.That(results, Is.EqualTo(await ExpectedAsync(ResultAudio.Pcm16Mono)));
    }

    private static async Task<string[]> ExpectedAsync(ResultAudio audio)
    {
        await using StreamProcessor processor = new(Options with { Audio = audio });
        return [.. (await processor.PushAsync(Audio)).Select(Drive.Describe)];
    }
}
