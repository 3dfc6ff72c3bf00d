using System.IO.Pipelines;
using System.Threading.Channels;

namespace Cascade.Tests.Trust;

/// <summary>Speech whose audio stops arriving is closed after the time that is allowed, and not before.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)] // each has its own time
public sealed class StalledInputTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();

    [Test]
    public async Task EnumerationWaitsInSpeech_TheSegmentIsDeliveredAndTheStreamGoesOn()
    {
        Channel<byte[]> source = Channel.CreateUnbounded<byte[]>();
        await using StreamProcessor processor = Create(1f);
        await using IAsyncEnumerator<CascadeResult> results = processor.ProcessStreamAsync(source.Reader.ReadAllAsync()).GetAsyncEnumerator();
        Task<bool> next = results.MoveNextAsync().AsTask();
        source.Writer.TryWrite(new byte[1200]);
        await _time.WaitForTimerAsync();
        _time.Advance(Second - TimeSpan.FromMilliseconds(1));
        Assert.That(next.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(await next);
        SpeechSegment first = (SpeechSegment)results.Current;
        Assert.That((first.StartSample, first.EndSample, first.EndedBy, first.Offset), Is.EqualTo((0L, 600L, SegmentEnd.InputStalled, (SpeechEvent?)null)));
        next = results.MoveNextAsync().AsTask();
        source.Writer.TryWrite(new byte[2048]);
        source.Writer.Complete();
        Assert.That(await next);
        SpeechSegment second = (SpeechSegment)results.Current;
        Assert.That((second.StartSample, second.EndSample, second.EndedBy, second.Continues), Is.EqualTo((600L, 1624L, SegmentEnd.Flush, false)));
        Assert.That(await results.MoveNextAsync(), Is.False);
    }

    [Test]
    public async Task EnumerationWaitsInSilence_NoTimerIsSet()
    {
        Channel<byte[]> source = Channel.CreateUnbounded<byte[]>();
        await using StreamProcessor processor = Create(0f);
        Task<List<CascadeResult>> results = processor.ProcessStreamAsync(source.Reader.ReadAllAsync()).ToListAsync();
        source.Writer.TryWrite(new byte[1200]);
        await UntilAsync(() => processor.GetStats().Frames == 1);
        source.Writer.TryWrite(new byte[1200]);
        source.Writer.Complete();
        Assert.That((await results).Count, Is.EqualTo(2));
        Assert.That(_time.Armed, Is.Zero);
    }

    [Test]
    public async Task ChunksWithoutBytes_AreNoAudio()
    {
        Channel<byte[]> source = Channel.CreateUnbounded<byte[]>();
        await using StreamProcessor processor = Create(1f);
        await using IAsyncEnumerator<CascadeResult> results = processor.ProcessStreamAsync(source.Reader.ReadAllAsync()).GetAsyncEnumerator();
        Task<bool> next = results.MoveNextAsync().AsTask();
        source.Writer.TryWrite(new byte[1024]);
        for (int i = 0; i < 3; i++)
        {
            await _time.WaitForTimerAsync();
            _time.Advance(Second * 0.3);
            source.Writer.TryWrite([]);
        }

        await _time.WaitForTimerAsync();
        Assert.That(next.IsCompleted, Is.False);
        _time.Advance(Second * 0.1);
        Assert.That(await next);
        Assert.That(((SpeechSegment)results.Current).EndedBy, Is.EqualTo(SegmentEnd.InputStalled));
    }

    [Test]
    public async Task EveryByte_StartsTheTimeAnew()
    {
        Channel<byte[]> source = Channel.CreateUnbounded<byte[]>();
        await using StreamProcessor processor = Create(1f);
        await using IAsyncEnumerator<CascadeResult> results = processor.ProcessStreamAsync(source.Reader.ReadAllAsync()).GetAsyncEnumerator();
        Task<bool> next = results.MoveNextAsync().AsTask();
        source.Writer.TryWrite(new byte[1024]);
        for (int i = 0; i < 5; i++)
        {
            await _time.WaitForTimerAsync();
            _time.Advance(Second * 0.9);
            source.Writer.TryWrite(new byte[1]);
        }

        await _time.WaitForTimerAsync();
        Assert.That(next.IsCompleted, Is.False);
        source.Writer.Complete();
        Assert.That(await next);
        Assert.That(((SpeechSegment)results.Current).EndedBy, Is.EqualTo(SegmentEnd.Flush));
    }

    // What the consumer takes over a result is no stall: only the wait for the source counts.
    [Test]
    public async Task SlowConsumer_IsNoStall()
    {
        await using StreamProcessor processor = new(Options with { Speech = Options.Speech with { Results = ResultKinds.SpeechProgress | ResultKinds.Segments } }, () => new ScriptedInference(1f));
        List<CascadeResult> results = [];
        await foreach (CascadeResult result in processor.ProcessStreamAsync(Enumerable.Repeat(new byte[1024], 5).ToAsync()))
        {
            _time.Advance(Second * 10);
            results.Add(result);
        }

        Assert.That(results.OfType<SpeechSegment>().Single().EndedBy, Is.EqualTo(SegmentEnd.Flush));
    }

    [Test]
    public async Task PipeThatStalls_CanBeLeft([Values] bool asStream)
    {
        Pipe pipe = new();
        await using StreamProcessor processor = Create(1f);
        IAsyncEnumerable<CascadeResult> results = asStream ? processor.ProcessStreamAsync(pipe.Reader.AsStream()) : processor.ProcessStreamAsync(pipe.Reader);
        await pipe.Writer.WriteAsync(new byte[1024]);
        Task advancing = Task.Run(async () =>
        {
            await _time.WaitForTimerAsync();
            _time.Advance(Second);
        });
        await foreach (CascadeResult result in results)
        {
            Assert.That(((SpeechSegment)result).EndedBy, Is.EqualTo(SegmentEnd.InputStalled));
            break;
        }

        await advancing;
        await processor.ProcessChunkAsync(new byte[1024]);
        Assert.That((await processor.FlushAsync()).Single().StartSample, Is.EqualTo(512));
    }

    [Test]
    public async Task SourceThatIgnoresItsToken_HoldsUpNobody()
    {
        TaskCompletionSource never = new();
        await using StreamProcessor processor = Create(1f);
        Task advancing = Task.Run(async () =>
        {
            await _time.WaitForTimerAsync();
            _time.Advance(Second);
        });
        await foreach (CascadeResult result in processor.ProcessStreamAsync(DeafAsync(never.Task)))
        {
            break;
        }

        await advancing;
        Assert.That(processor.State, Is.EqualTo(ProcessorState.Usable));
        never.SetResult();
    }

    [Test]
    public async Task HostThatPushes_AsksAndGetsTheSegmentOnce()
    {
        await using StreamProcessor processor = Create(1f);
        await processor.ProcessChunkAsync(new byte[1200]);
        _time.Advance(Second - TimeSpan.FromTicks(1));
        Assert.That(await processor.CloseIfStalledAsync(), Is.Empty);
        _time.Advance(TimeSpan.FromTicks(1));
        SpeechSegment segment = (SpeechSegment)(await processor.CloseIfStalledAsync()).Single();
        Assert.That((segment.EndSample, segment.EndedBy), Is.EqualTo((600L, SegmentEnd.InputStalled)));
        _time.Advance(Second);
        Assert.That(await processor.CloseIfStalledAsync(), Is.Empty);
        SpeechSegment next = (SpeechSegment)(await processor.PushAsync(new byte[1024])).Single();
        Assert.That((next.StartSample, next.EndSample, next.EndedBy), Is.EqualTo((600L, 1112L, SegmentEnd.Flush)));
    }

    [Test]
    public async Task OutsideSpeech_NothingIsClosedAndThePartOfAFrameWaitsOn()
    {
        await using StreamProcessor processor = Create(0f);
        await processor.ProcessChunkAsync(new byte[1200]);
        _time.Advance(Second * 100);
        Assert.That(await processor.CloseIfStalledAsync(), Is.Empty);
        Assert.That(processor.GetStats(), Has.Property("BytesWaiting").EqualTo(176).And.Property("BytesUnused").EqualTo(0));
        Assert.That((await processor.ProcessChunkAsync(new byte[1024 - 176])).Single().StartSample, Is.EqualTo(512));
    }

    [Test]
    public async Task WithoutATimeout_NothingIsClosed()
    {
        await using StreamProcessor processor = new(Options with { InputTimeout = Timeout.InfiniteTimeSpan }, () => new ScriptedInference(1f));
        await processor.ProcessChunkAsync(new byte[1024]);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.That(await processor.CloseIfStalledAsync(), Is.Empty);
    }

    [Test]
    public async Task AudioThatAFailedCallLeft_IsProcessedFirst()
    {
        await using StreamProcessor processor = Create(1f);
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await processor.ProcessChunkAsync(new byte[5000], new CancellationToken(true)));
        _time.Advance(Second);
        SpeechSegment segment = (SpeechSegment)(await processor.CloseIfStalledAsync()).Single();
        Assert.That((segment.EndSample, segment.EndedBy), Is.EqualTo((2500L, SegmentEnd.InputStalled)));
    }

    [Test]
    public async Task ShortBurst_IsDiscardedAsByAFlush()
    {
        StreamProcessorOptions options = Options with { Speech = Options.Speech with { MinimumSpeech = Second, Results = ResultKinds.Default | ResultKinds.SpeechDiscarded } };
        await using StreamProcessor processor = new(options, () => new ScriptedInference(1f));
        await processor.ProcessChunkAsync(new byte[1024]);
        _time.Advance(Second);
        Assert.That((await processor.CloseIfStalledAsync()).Select(r => r.GetType()), Is.EqualTo(new[] { typeof(SpeechDiscarded), typeof(AudioFrame) }));
    }

    [Test]
    public async Task ClockThatIsSet_ChangesNothing([Values(-3650, 3650)] int days)
    {
        await using StreamProcessor processor = Create(1f);
        await processor.ProcessChunkAsync(new byte[1024]);
        _time.ClockSetBy = TimeSpan.FromDays(days);
        Assert.That(await processor.CloseIfStalledAsync(), Is.Empty);
        _time.Advance(Second);
        Assert.That(await processor.CloseIfStalledAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task RealSpeech_IsWhatAFlushGives([Values] EngineKind engine)
    {
        StreamProcessorOptions options = Options with { Engine = engine.Of() };
        ReadOnlyMemory<byte> audio = Recording.Conversation.Audio.AsMemory(0, 50_001);
        await using StreamProcessor stalled = new(options);
        await using StreamProcessor flushed = new(options);
        List<CascadeResult> expected = await flushed.PushAsync(audio);
        List<CascadeResult> results = await stalled.PushOpenAsync(audio);
        _time.Advance(Second);
        results.AddRange(await stalled.CloseIfStalledAsync());
        Assert.That(results.Select(r => r is SpeechSegment { EndedBy: SegmentEnd.InputStalled } s ? s with { EndedBy = SegmentEnd.Flush } : r).Select(Drive.Describe), Is.EqualTo(expected.Select(Drive.Describe)));
        Assert.That(results.OfType<SpeechSegment>().Last().EndedBy, Is.EqualTo(SegmentEnd.InputStalled));
    }

    [Test]
    public async Task StreamOfABatch_IsClosedByATick()
    {
        StreamProcessorOptions options = Options with { Engine = VadEngine.Managed() };
        await using StreamBatch batch = new();
        StreamProcessor stalled = batch.Open(options);
        StreamProcessor fed = batch.Open(options);
        StreamProcessor patient = batch.Open(options with { InputTimeout = Timeout.InfiniteTimeSpan });
        ReadOnlyMemory<byte> audio = Recording.Conversation.Audio.AsMemory(0, 50_001);
        stalled.Push(audio.Span);
        patient.Push(audio.Span);
        await batch.TickAsync();
        _time.Advance(Second);
        fed.Push(audio.Span);
        await batch.TickAsync();
        Assert.That((LastSegment(stalled)?.EndedBy, LastSegment(fed), LastSegment(patient)), Is.EqualTo(((SegmentEnd?)SegmentEnd.InputStalled, (SpeechSegment?)null, (SpeechSegment?)null)));
        Assert.That(stalled.GetStats().Position.Ticks, Is.EqualTo(25_000 * 625));
    }

    private static SpeechSegment? LastSegment(StreamProcessor stream)
    {
        SpeechSegment? last = null;
        while (stream.TryRead(out CascadeResult? result))
        {
            last = result as SpeechSegment ?? last;
        }

        return last;
    }

    private static async IAsyncEnumerable<byte[]> DeafAsync(Task until)
    {
        yield return new byte[1024];
        await until;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(1);
        }
    }

    private StreamProcessorOptions Options => new() { InputTimeout = Second, TimeProvider = _time };

    private StreamProcessor Create(float probability) => new(Options, () => new ScriptedInference(probability));
}
