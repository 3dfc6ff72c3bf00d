using Cascade.Inference;

namespace Cascade.Tests.Trust;

/// <summary>Whatever fails: what was received before is delivered, the processor says what it is in, nothing hangs and nothing is kept.</summary>
public sealed class FaultTests
{
    private static readonly StreamProcessorOptions Options = new();

    [Test]
    public async Task New_IsUsable()
    {
        StreamProcessor processor = new(Options, () => new ScriptedInference(0));
        Assert.That(processor.State, Is.EqualTo(ProcessorState.Usable));
        await processor.DisposeAsync();
        Assert.That(processor.State, Is.EqualTo(ProcessorState.Disposed));
    }

    [Test]
    public async Task SourceThrows_ResultsFromBeforeHaveComeAndTheRestCanBeFlushed()
    {
        using Source source = new(Frames(5), new IOException("connection lost"));
        await using StreamProcessor processor = new(Options, () => new ScriptedInference(0, 1, 1, 1));
        List<CascadeResult> results = [];
        IOException error = (await Assert.ThrowsAsync<IOException>(async () => await CollectAsync(processor, source, results)))!;
        Assert.That((error.Message, processor.State, source.IsDisposed), Is.EqualTo(("connection lost", ProcessorState.Usable, true)));
        results.AddRange(await processor.FlushAsync());
        await AssertIsLikeUndisturbedAsync(results, 5, 0, 1, 1, 1);
    }

    [Test]
    public async Task SourceIsCanceledByItself_TheRestCanBeFlushed()
    {
        using Source source = new(Frames(5), new OperationCanceledException("the client went away"));
        await using StreamProcessor processor = new(Options, () => new ScriptedInference(0, 1, 1, 1));
        List<CascadeResult> results = [];
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await CollectAsync(processor, source, results));
        Assert.That((processor.State, source.IsDisposed), Is.EqualTo((ProcessorState.Usable, true)));
        results.AddRange(await processor.FlushAsync());
        await AssertIsLikeUndisturbedAsync(results, 5, 0, 1, 1, 1);
    }

    [Test]
    public async Task SourceEndsInsideASample_TheSampleIsCountedAndNotHeard()
    {
        using Source source = new([new byte[1024], new byte[3]], failure: null);
        await using StreamProcessor processor = new(Options, () => new ScriptedInference(1));
        List<CascadeResult> results = [];
        await CollectAsync(processor, source, results);
        Assert.That((results.Single().EndSample, processor.GetStats().BytesUnused, processor.State), Is.EqualTo((513L, 1L, ProcessorState.Usable)));
        Assert.That((await processor.PushAsync(new byte[1024])).Single().EndSample, Is.EqualTo(1025), "what follows begins with a whole sample");
    }

    [Test]
    public async Task ConsumerThrows_TheSourceIsLetGoAndTheRestComesLater()
    {
        using Source source = new(Frames(6), failure: null);
        await using StreamProcessor processor = new(Options, () => new ScriptedInference(0, 0, 1, 1));
        List<CascadeResult> results = [];
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (CascadeResult result in processor.ProcessStreamAsync(source))
            {
                results.Add(result);
                throw new InvalidDataException("the consumer's own");
            }
        });
        Assert.That((processor.State, source.IsDisposed, source.Asked), Is.EqualTo((ProcessorState.Usable, true, 1)));
        results.AddRange(await processor.PushAsync(new byte[5 * 1024]));
        await AssertIsLikeUndisturbedAsync(results, 6, 0, 0, 1, 1);
    }

    [Test]
    public async Task SourceThatCannotBegin_LeavesTheProcessorAsItWas()
    {
        await using StreamProcessor processor = new(Options, () => new ScriptedInference(0));
        using Source source = new([], failure: null) { BeginFailure = new IOException("no such device") };
        await Assert.ThrowsAsync<IOException>(async () => await processor.ProcessStreamAsync(source).ToListAsync());
        Assert.That(processor.State, Is.EqualTo(ProcessorState.Usable));
        Assert.That(await processor.PushAsync(new byte[1024]), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task CanceledWhileASourceIgnoresItsToken_Ends()
    {
        using CancellationTokenSource cancel = new();
        TaskCompletionSource never = new();
        await using StreamProcessor processor = new(Options, () => new ScriptedInference(0));
        IAsyncEnumerator<CascadeResult> results = processor.ProcessStreamAsync(DeafAsync(never.Task), cancel.Token).GetAsyncEnumerator();
        Assert.That(await results.MoveNextAsync());
        Task<bool> next = results.MoveNextAsync().AsTask();
        await cancel.CancelAsync();
        OperationCanceledException error = (await Assert.CatchAsync<OperationCanceledException>(async () => await next))!;
        Assert.That(processor.State, Is.EqualTo(ProcessorState.Usable), error.Message);
        await results.DisposeAsync();
        Assert.That(await processor.PushAsync(new byte[1024]), Has.Count.EqualTo(1));
        never.SetResult();
    }

    [Test]
    public async Task SourceGivesAChunkWhileItIsLeft_TheChunkIsKept()
    {
        using CancellationTokenSource cancel = new();
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration _ = cancel.Token.Register(arrived.SetResult);
        await using StreamProcessor processor = new(Options, () => new ScriptedInference(0));
        IAsyncEnumerator<CascadeResult> results = processor.ProcessStreamAsync(LateAsync(arrived.Task), cancel.Token).GetAsyncEnumerator();
        Assert.That(await results.MoveNextAsync());
        Task<bool> next = results.MoveNextAsync().AsTask();
        await cancel.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(async () => await next);
        await results.DisposeAsync();
        ProcessorStats stats = processor.GetStats();
        Assert.That((stats.BytesReceived, stats.BytesWaiting), Is.EqualTo((3 * 1024L, 2 * 1024L)));
        Assert.That((await processor.FlushAsync()).Select(result => result.StartSample), Is.EqualTo(new[] { 512L, 1024L }));

        // What it had on its way when it was canceled, it gives all the same.
        static async IAsyncEnumerable<byte[]> LateAsync(Task arrived)
        {
            yield return new byte[1024];
            await arrived;
            yield return new byte[2048];
        }
    }

    [Test]
    public async Task DisposedWhileASourceIgnoresItsToken_Ends()
    {
        TaskCompletionSource never = new();
        StreamProcessor processor = new(Options, () => new ScriptedInference(0));
        IAsyncEnumerator<CascadeResult> results = processor.ProcessStreamAsync(DeafAsync(never.Task)).GetAsyncEnumerator();
        Assert.That(await results.MoveNextAsync());
        Task<bool> next = results.MoveNextAsync().AsTask();
        await processor.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await next);
        await results.DisposeAsync();
        never.SetResult();
    }

    [Test]
    public async Task EngineFailsOnAFrame_TheProcessorIsUsable()
    {
        bool broken = true;
        ScriptedInference inference = new(0) { BeforeFrame = frame => ThrowIf(broken && frame == 2, new EngineFaultException("out of order")) };
        await using StreamProcessor processor = new(Options, () => inference);
        await Assert.ThrowsAsync<InferenceException>(async () => await processor.ProcessChunkAsync(new byte[5 * 1024]));
        Assert.That(processor.State, Is.EqualTo(ProcessorState.Usable));
        broken = false;
        await AssertIsLikeUndisturbedAsync(await processor.FlushAsync(), 5, 0);
    }

    [Test]
    public async Task UnforeseenExceptionInAFrame_MustBeResetAndWhatWasKnownIsDelivered()
    {
        bool broken = true;
        List<ScriptedInference> made = [];
        await using StreamProcessor processor = new(Options, Make);
        ArithmeticException fault = (await Assert.ThrowsAsync<ArithmeticException>(async () => await processor.ProcessChunkAsync(new byte[5 * 1024])))!;
        Assert.That(processor.State, Is.EqualTo(ProcessorState.MustBeReset));
        InvalidOperationException refusal = (await Assert.ThrowsAsync<InvalidOperationException>(async () => await processor.ProcessChunkAsync(new byte[1024])))!;
        Assert.That(refusal.InnerException, Is.SameAs(fault));
        Assert.That(refusal.Message, Does.Contain("Reset").And.Contain("FlushAsync"));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await processor.InitializeAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await processor.CloseIfStalledAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await processor.ProcessStreamAsync(Frames(1).ToAsync()).ToListAsync());
        Assert.That((await processor.FlushAsync()).Select(r => r.StartSample), Is.EqualTo(new[] { 0L, 512 }));
        Assert.That(await processor.FlushAsync(), Is.Empty);
        Assert.That(processor.GetStats().BytesReceived, Is.EqualTo(5 * 1024));
        broken = false;
        processor.Reset();
        Assert.That(processor.State, Is.EqualTo(ProcessorState.Usable));
        await AssertIsLikeUndisturbedAsync(await processor.PushAsync(new byte[3 * 1024]), 3, 0);
        Assert.That((made.Count, made[0].Disposals), Is.EqualTo((2, 1)), "the engine whose state is not known is not used again");

        ScriptedInference Make()
        {
            made.Add(new ScriptedInference(0) { BeforeFrame = frame => ThrowIf(broken && frame == 2, new ArithmeticException("a defect")) });
            return made[^1];
        }
    }

    [Test]
    public async Task MemoryRunsOutWhileAudioIsKept_MustBeReset([Values(ResultAudio.Pcm16Mono, ResultAudio.Input)] ResultAudio audio)
    {
        ExhaustedPool pool = new();
        StreamProcessor processor = new(Options with { Audio = audio }, () => new ScriptedInference(1), pool);
        await processor.ProcessChunkAsync(new byte[10 * 1024]);
        pool.IsExhausted = true;
        await Assert.ThrowsAsync<InsufficientMemoryException>(async () => await processor.ProcessChunkAsync(new byte[10 * 1024]));
        Assert.That(processor.State, Is.EqualTo(ProcessorState.MustBeReset));
        pool.IsExhausted = false;
        processor.Reset();
        await AssertIsLikeUndisturbedAsync(await processor.PushAsync(new byte[3 * 1024]), 3, 1);
        await processor.DisposeAsync();
        Assert.That(pool.Rented, Is.Zero);
    }

    [Test]
    public async Task MemoryRunsOutInAStreamOfABatch_TheOthersDoNotNotice()
    {
        StreamProcessorOptions options = new() { Engine = VadEngine.Managed() };
        ExhaustedPool pool = new();
        await using StreamBatch batch = new();
        StreamProcessor[] others = [batch.Open(options), batch.Open(options)];
        StreamProcessor starved = batch.Open(options: null, pool);
        byte[] audio = [.. new byte[20_000], .. Recording.Conversation.Audio[..40_000]];
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(audio, 20_000))
        {
            others[0].Push(chunk.Span);
            if (starved.State == ProcessorState.Usable)
            {
                starved.Push(chunk.Span);
            }

            others[1].Push(chunk.Span);
            await batch.TickAsync();
            pool.IsExhausted = true;
        }

        Assert.That((starved.State, starved.GetStats().BytesReceived), Is.EqualTo((ProcessorState.MustBeReset, 40_000L)));
        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => starved.Push(audio))!;
        Assert.That(refusal.InnerException, Is.TypeOf<InsufficientMemoryException>());
        Assert.Throws<InvalidOperationException>(starved.PushEnd);
        await using StreamProcessor processor = new(options);
        string[] expected = [.. (await processor.PushOpenAsync(audio)).Select(Drive.Describe)];
        Assert.That(ReadAll(others[0]), Is.EqualTo(expected).And.EqualTo(ReadAll(others[1])));
        string[] before = ReadAll(starved);
        Assert.That(before, Is.Not.Empty.And.EqualTo(expected.Take(before.Length)));
        starved.Dispose();
        Assert.That((starved.State, pool.Rented, batch.Count), Is.EqualTo((ProcessorState.Disposed, 0, 2)));
    }

    [TestCaseSource(nameof(LoadFailures))]
    public async Task EngineCannotBeMade_TheAudioIsKeptAndTheNextCallTriesAgain(Exception failure)
    {
        bool broken = true;
        await using StreamProcessor processor = new(Options, () => broken ? throw failure : new ScriptedInference(0));
        Exception error = (await Assert.CatchAsync(async () => await processor.ProcessChunkAsync(new byte[2 * 1024])))!;
        Assert.That((error, processor.State, processor.GetStats().BytesWaiting), Is.EqualTo((failure, ProcessorState.Usable, 2048L)));
        Assert.That(await Assert.CatchAsync(async () => await processor.InitializeAsync()), Is.SameAs(failure));
        broken = false;
        await AssertIsLikeUndisturbedAsync(await processor.ProcessChunkAsync(new byte[1024]), 3, 0);
    }

    private static IEnumerable<Exception> LoadFailures =>
        [new OnnxRuntimeLoadException("no library"), new VadModelException("refused", "model"), new InsufficientMemoryException("no memory"), new DllNotFoundException("gone")];

    private static byte[][] Frames(int count) => [.. Enumerable.Range(0, count).Select(_ => new byte[1024])];

    private static void ThrowIf(bool now, Exception exception)
    {
        if (now)
        {
            throw exception;
        }
    }

    private static async Task CollectAsync(StreamProcessor processor, IAsyncEnumerable<byte[]> source, List<CascadeResult> results)
    {
        await foreach (CascadeResult result in processor.ProcessStreamAsync(source))
        {
            results.Add(result);
        }
    }

    private static async Task AssertIsLikeUndisturbedAsync(IEnumerable<CascadeResult> results, int frames, params float[] script)
    {
        await using StreamProcessor undisturbed = new(Options, () => new ScriptedInference(script));
        Assert.That(results.Select(Drive.Describe), Is.EqualTo((await undisturbed.PushAsync(new byte[frames * 1024])).Select(Drive.Describe)));
    }

    private static string[] ReadAll(StreamProcessor stream)
    {
        List<string> results = [];
        while (stream.TryRead(out CascadeResult? result))
        {
            results.Add(result.Describe());
        }

        return [.. results];
    }

    private static async IAsyncEnumerable<byte[]> DeafAsync(Task until)
    {
        yield return new byte[1024];
        await until;
    }

    /// <summary>Gives chunks, then fails or ends, and knows whether it was let go.</summary>
    private sealed class Source(byte[][] chunks, Exception? failure) : IAsyncEnumerable<byte[]>, IAsyncEnumerator<byte[]>, IDisposable
    {
        public Exception? BeginFailure { get; init; }

        public bool IsDisposed { get; private set; }

        public int Asked { get; private set; }

        public byte[] Current => chunks[Asked - 1];

        public IAsyncEnumerator<byte[]> GetAsyncEnumerator(CancellationToken cancellationToken = default) => BeginFailure is null ? this : throw BeginFailure;

        public async ValueTask<bool> MoveNextAsync()
        {
            await Task.Yield();
            return ++Asked <= chunks.Length || (failure is null ? false : throw failure);
        }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return default;
        }

        public void Dispose()
        {
        }
    }
}
