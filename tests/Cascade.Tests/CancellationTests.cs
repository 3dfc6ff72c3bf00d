namespace Cascade.Tests;

/// <summary>A call that is canceled has accepted its bytes; the next one goes on, and nothing is lost or doubled.</summary>
public sealed class CancellationTests
{
    private static readonly StreamProcessorOptions Options = new() { Speech = new SpeechSettings { Results = ResultKinds.All } };

    [Test]
    public async Task CanceledInMidChunk_TheNextCallGoesOn()
    {
        using CancellationTokenSource cancel = new();
        ScriptedInference inference = new(Script) { BeforeFrame = frame => Cancel(frame == 7, cancel) };
        await using StreamProcessor processor = new(Options, () => inference);
        byte[] audio = Bytes(40);
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await processor.ProcessChunkAsync(audio.AsMemory(0, 20_000), cancel.Token));
        Assert.That(processor.GetStats(), Has.Property("BytesReceived").EqualTo(20_000).And.Property("Frames").EqualTo(8).And.Property("BytesWaiting").EqualTo(20_000 - 8192));
        List<CascadeResult> results = await processor.PushAsync(audio.AsMemory(20_000));
        Assert.That(results.Select(Drive.Describe), Is.EqualTo(await UndisturbedAsync(audio)));
    }

    [Test]
    public async Task CanceledAtEveryFrame_NothingIsLost()
    {
        byte[] audio = Bytes(40);
        CancellationTokenSource cancel = new();
        ScriptedInference inference = new(Script) { BeforeFrame = _ => cancel.Cancel() };
        await using StreamProcessor processor = new(Options, () => inference);
        List<CascadeResult> results = [];
        ReadOnlyMemory<byte> chunk = audio;
        int cancellations = 0;
        while (results.Count == 0)
        {
            cancel.Dispose();
            cancel = new CancellationTokenSource();
            try
            {
                results.AddRange(await processor.ProcessChunkAsync(chunk, cancel.Token));
            }
            catch (OperationCanceledException)
            {
                chunk = default; // the chunk has been accepted: go on with nothing new
                cancellations++;
            }
        }

        cancel.Dispose();
        results.AddRange(await processor.FlushAsync());
        Assert.That(results.Select(Drive.Describe), Is.EqualTo(await UndisturbedAsync(audio)));
        Assert.That(cancellations, Is.EqualTo(39));
    }

    [Test]
    public async Task AlreadyCanceled_TheChunkIsAcceptedAllTheSame()
    {
        byte[] audio = Bytes(40);
        await using StreamProcessor processor = new(Options, () => new ScriptedInference(Script));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await processor.ProcessChunkAsync(audio.AsMemory(0, 100), new CancellationToken(true)));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await processor.ProcessChunkAsync(audio.AsMemory(100, 9000), new CancellationToken(true)));
        Assert.That((await processor.PushAsync(audio.AsMemory(9100))).Select(Drive.Describe), Is.EqualTo(await UndisturbedAsync(audio)));
    }

    [Test]
    public async Task CanceledFlush_CanBeRepeated()
    {
        byte[] audio = Bytes(40);
        await using StreamProcessor processor = new(Options, () => new ScriptedInference(Script));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await processor.ProcessChunkAsync(audio, new CancellationToken(true)));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await processor.FlushAsync(new CancellationToken(true)));
        Assert.That((await processor.FlushAsync()).Select(Drive.Describe), Is.EqualTo(await UndisturbedAsync(audio)));
    }

    [Test]
    public async Task EnumerationCanceled_YieldsWhatIsKnownAndTheRestComesLater()
    {
        byte[] audio = Bytes(40);
        using CancellationTokenSource cancel = new();
        ScriptedInference inference = new(Script) { BeforeFrame = frame => Cancel(frame == 17, cancel) };
        await using StreamProcessor processor = new(Options, () => inference);
        List<CascadeResult> results = [];
        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
        {
            await foreach (CascadeResult result in processor.ProcessStreamAsync(new[] { audio }.ToAsync(), cancel.Token))
            {
                results.Add(result);
            }
        });
        Assert.That(results, Is.Not.Empty);
        results.AddRange(await processor.FlushAsync());
        Assert.That(results.Select(Drive.Describe), Is.EqualTo(await UndisturbedAsync(audio)));
    }

    [Test]
    public async Task EnumerationLeftEarly_TheRestComesLater()
    {
        byte[] audio = Bytes(100);
        await using StreamProcessor processor = new(Options, () => new ScriptedInference(Script));
        List<CascadeResult> results = [];
        await foreach (CascadeResult result in processor.ProcessStreamAsync(new[] { audio[..70_001] }.ToAsync()))
        {
            results.Add(result);
            if (results.Count == 3)
            {
                break;
            }
        }

        results.AddRange(await processor.PushAsync(audio.AsMemory(70_001)));
        Assert.That(results.Select(Drive.Describe), Is.EqualTo(await UndisturbedAsync(audio)));
    }

    [Test]
    public async Task Initialize_Canceled_CanBeRepeated()
    {
        await using StreamProcessor processor = new(Options, () => new ScriptedInference(Script));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await processor.InitializeAsync(new CancellationToken(true)));
        await Assert.DoesNotThrowAsync(async () => await processor.InitializeAsync());
    }

    private static float[] Script => [.. Enumerable.Range(0, 23).Select(i => i % 11 < 4 ? 0.9f : 0.1f)];

    private static void Cancel(bool now, CancellationTokenSource source)
    {
        if (now)
        {
            source.Cancel();
        }
    }

    private static byte[] Bytes(int frames)
    {
        byte[] bytes = new byte[frames * 1024];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static async Task<List<string>> UndisturbedAsync(byte[] audio)
    {
        await using StreamProcessor processor = new(Options, () => new ScriptedInference(Script));
        return [.. (await processor.PushAsync(audio)).Select(Drive.Describe)];
    }
}
