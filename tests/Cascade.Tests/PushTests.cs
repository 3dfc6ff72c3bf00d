namespace Cascade.Tests;

/// <summary>Audio that is pushed from any thread, and read elsewhere.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class PushTests
{
    private static readonly byte[] Audio = Recording.Conversation.Audio;

    [Test]
    public async Task PushedAudio_GivesWhatASourceGives([Values] EngineKind engine, [Values(333, 640, 100_000)] int chunkBytes)
    {
        StreamProcessorOptions options = new() { Engine = engine.Of(), Speech = new SpeechSettings { Results = ResultKinds.All } };
        await using StreamProcessor pulled = new(options);
        List<CascadeResult> expected = await pulled.ProcessStreamAsync(new MemoryStream(Audio)).ToListAsync();
        await using StreamProcessor pushed = new(options);
        Task<List<CascadeResult>> reading = pushed.ReadAllAsync().ToListAsync();
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(Audio, chunkBytes))
        {
            Assert.That(pushed.Push(chunk.Span));
        }

        pushed.Complete();
        Assert.That(await reading, Is.EqualTo(expected));
    }

    // Four threads call back every 10 ms of audio while the model loads; each thread's samples are its own, so that order can be seen.
    [Test]
    public async Task CallbacksFromFourThreadsWhileTheModelLoads_LoseNothing()
    {
        const int Threads = 4;
        const int Callbacks = 250;
        const int Bytes = 320;
        using ManualResetEventSlim loading = new();
        using ManualResetEventSlim loaded = new();
        StreamProcessorOptions options = new() { Speech = new SpeechSettings { Results = ResultKinds.Frames } };
        await using StreamProcessor processor = new(options, () =>
        {
            loading.Set();
            loaded.Wait();
            return new ScriptedInference(0f);
        });
        Task<List<CascadeResult>> reading = Task.Run(() => processor.ReadAllAsync().ToListAsync());
        Thread[] threads = [.. Enumerable.Range(1, Threads).Select(number => new Thread(() =>
        {
            for (int i = 0; i < Callbacks; i++)
            {
                byte[] bytes = new byte[Bytes];
                for (int at = 0; at < Bytes; at += 2)
                {
                    BitConverter.TryWriteBytes(bytes.AsSpan(at), (short)((number * 1000) + i));
                }

                Assert.That(processor.Push(bytes));
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        loading.Wait();
        Array.ForEach(threads, thread => thread.Join());
        processor.PushEnd();
        loaded.Set();
        processor.Complete();
        List<CascadeResult> results = await reading;

        ProcessorStats stats = processor.GetStats();
        Assert.That((stats.BytesReceived, stats.BytesRefused, stats.BytesWaiting), Is.EqualTo(((long)Threads * Callbacks * Bytes, 0L, 0L)));
        short[] samples = [.. results.Cast<AudioFrame>().SelectMany(frame => Samples(frame.Audio))];
        for (int number = 1; number <= Threads; number++)
        {
            short[] own = [.. samples.Where(sample => sample / 1000 == number)];
            Assert.That(own, Is.Ordered);
        }

        Assert.That(samples.Length + (stats.BytesUnused / 2), Is.EqualTo(Threads * Callbacks * Bytes / 2));
    }

    [Test]
    public async Task PushEnd_ClosesSpeechThereAndGoesOn()
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions { Speech = new SpeechSettings { Results = ResultKinds.Segments, SpeechPad = TimeSpan.Zero } }, () => new ScriptedInference(1f));
        processor.Push(new byte[3000]);
        processor.PushEnd();
        processor.Push(new byte[5000]);
        processor.Complete();
        List<CascadeResult> results = await processor.ReadAllAsync().ToListAsync();
        Assert.That(results.Select(r => (r.StartSample, r.EndSample)), Is.EqualTo(new[] { (0L, 1500L), (1500L, 4000L) }));
        Assert.That(results.Cast<SpeechSegment>().Select(s => s.EndedBy), Has.All.EqualTo(SegmentEnd.Flush));
    }

    [Test]
    public async Task CompletedStream_TakesNoMoreUntilReset()
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions(), () => new ScriptedInference(0f));
        processor.Complete();
        processor.Complete();
        Assert.Throws<InvalidOperationException>(() => processor.Push(new byte[2]));
        Assert.Throws<InvalidOperationException>(processor.PushEnd);
        Assert.That(await processor.ReadAllAsync().ToListAsync(), Is.Empty);
        processor.Reset();
        Assert.That(processor.Push(new byte[1024]));
        processor.Complete();
        Assert.That(await processor.ReadAllAsync().ToListAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task CanceledReader_LeavesTheAudioForTheNext()
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions(), () => new ScriptedInference(0f));
        using CancellationTokenSource stop = new();
        Task<List<CascadeResult>> reading = processor.ReadAllAsync(stop.Token).ToListAsync();
        await stop.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => reading);
        processor.Push(new byte[2048]);
        processor.Complete();
        Assert.That(await processor.ReadAllAsync().ToListAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task EngineThatFails_EndsTheReadingAndLosesNothing()
    {
        bool broken = true;
        ScriptedInference inference = new(0f) { BeforeFrame = frame => _ = broken && frame == 1 ? throw new Cascade.Inference.EngineFaultException("out of order") : frame };
        await using StreamProcessor processor = new(new StreamProcessorOptions(), () => inference);
        processor.Push(new byte[3 * 1024]);
        processor.Complete();
        List<CascadeResult> results = [];
        await Assert.ThrowsAsync<InferenceException>(async () =>
        {
            await foreach (CascadeResult result in processor.ReadAllAsync())
            {
                results.Add(result);
            }
        });
        broken = false;
        results.AddRange(await processor.ReadAllAsync().ToListAsync());
        Assert.That(results.Select(r => r.StartSample), Is.EqualTo(new[] { 0L, 512, 1024 }));
    }

    [Test]
    public async Task DeviceThatFallsSilent_HasItsSpeechClosed()
    {
        ManualTime time = new();
        StreamProcessorOptions options = new() { InputTimeout = TimeSpan.FromSeconds(2), TimeProvider = time, Speech = new SpeechSettings { Results = ResultKinds.Segments } };
        await using StreamProcessor processor = new(options, () => new ScriptedInference(1f));
        await using IAsyncEnumerator<CascadeResult> results = processor.ReadAllAsync().GetAsyncEnumerator();
        processor.Push(new byte[4096]);
        ValueTask<bool> next = results.MoveNextAsync();
        Assert.That(next.IsCompleted, Is.False);
        while (!next.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(2)); // again, where the reader was not waiting yet
            await Task.Yield();
        }

        Assert.That(await next);
        Assert.That(((SpeechSegment)results.Current).EndedBy, Is.EqualTo(SegmentEnd.InputStalled));
    }

    [Test]
    public async Task DisposedProcessor_EndsItsReader()
    {
        StreamProcessor processor = new(new StreamProcessorOptions(), () => new ScriptedInference(0f));
        Task<List<CascadeResult>> reading = processor.ReadAllAsync().ToListAsync();
        await processor.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading);
        Assert.Throws<ObjectDisposedException>(() => processor.Push(new byte[2]));
    }

    [Test]
    public async Task ProcessorOfABatch_ReadsAfterTicks([Values] bool runs, [Values(1, 2)] int threads)
    {
        StreamProcessorOptions options = new() { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ResultKinds.All } };
        await using StreamProcessor own = new(options);
        List<CascadeResult> expected = await own.ProcessStreamAsync(new MemoryStream(Audio)).ToListAsync();
        await using StreamBatch batch = new(new StreamBatchOptions { Threads = threads });
        using CancellationTokenSource stop = new();
        Task ticking = runs ? batch.RunAsync(TimeSpan.FromMilliseconds(1), stop.Token) : TickAsync(batch, stop.Token);
        await using StreamProcessor pushed = new(options with { Engine = batch });
        await using StreamProcessor called = new(options with { Engine = batch });
        await using StreamProcessor file = new(options with { Engine = batch });
        await called.InitializeAsync();
        Task<List<CascadeResult>> reading = pushed.ReadAllAsync().ToListAsync();
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(Audio, 6400))
        {
            Assert.That(pushed.Push(chunk.Span));
        }

        pushed.Complete();
        List<CascadeResult> results = [.. await called.ProcessChunkAsync(Audio), .. await called.FlushAsync()];
        Assert.That(results, Is.EqualTo(expected));
        called.Reset();
        results = [.. await called.ProcessChunkAsync(Audio), .. await called.FlushAsync()];
        Assert.That(results, Is.EqualTo(expected), "after a reset");
        Assert.That(await reading, Is.EqualTo(expected));
        Assert.That(await file.ProcessFileAsync(Recording.Conversation.Path).ToListAsync(), Is.EqualTo(expected));
        await stop.CancelAsync();
        await ticking;
    }

    private static async Task TickAsync(StreamBatch batch, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await batch.TickAsync(CancellationToken.None);
            await Task.Yield();
        }
    }

    private static short[] Samples(ReadOnlyMemory<byte> audio) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(audio.Span).ToArray();
}
