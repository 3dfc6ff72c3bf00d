using System.Threading.Channels;
using Cascade.Inference;

namespace Cascade.Tests;

/// <summary>One call at a time, faults, and ends of life.</summary>
public sealed class LifetimeTests
{
    private static readonly byte[] Frame = new byte[1024];
    private static readonly StreamProcessorOptions Options = new();

    [Test]
    public async Task CallWhileAnotherRuns_IsRefusedAndHarmless()
    {
        using Blocking blocking = new();
        await using StreamProcessor processor = new(Options, () => blocking.Inference);
        Task<IReadOnlyList<CascadeResult>> running = processor.ProcessChunkAsync(Frame).AsTask();
        blocking.WaitUntilEntered();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await processor.ProcessChunkAsync(Frame));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await processor.FlushAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await processor.InitializeAsync());
        Assert.Throws<InvalidOperationException>(processor.Reset);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await processor.ProcessStreamAsync(new[] { Frame }.ToAsync()).ToListAsync());
        Assert.That(processor.GetStats().BytesReceived, Is.EqualTo(1024));
        blocking.Release();
        Assert.That(await running, Has.Count.EqualTo(1));
        Assert.That(await processor.ProcessChunkAsync(Frame), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task CallFromInsideAnEnumeration_IsRefused()
    {
        await using StreamProcessor processor = new(Options, () => new ScriptedInference(0));
        await foreach (CascadeResult result in processor.ProcessStreamAsync(new[] { Frame, Frame }.ToAsync()))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await processor.ProcessChunkAsync(Frame));
        }

        Assert.That(processor.GetStats().Frames, Is.EqualTo(2));
    }

    [Test]
    public async Task DisposedTwice_FreesOnce()
    {
        ScriptedInference inference = new(0);
        StreamProcessor processor = new(Options, () => inference);
        await processor.ProcessChunkAsync(Frame);
        await processor.DisposeAsync();
        await processor.DisposeAsync();
        Assert.That(inference.Disposals, Is.EqualTo(1));
    }

    [Test]
    public async Task DisposedUnused_DoesNothing()
    {
        StreamProcessor processor = new(Options, () => throw new InvalidOperationException("no model is needed"));
        await processor.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await processor.ProcessChunkAsync(Frame));
    }

    [Test]
    public async Task UsedAfterDispose_IsRefused()
    {
        StreamProcessor processor = new(Options, () => new ScriptedInference(0));
        await processor.ProcessChunkAsync(Frame);
        await processor.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await processor.ProcessChunkAsync(Frame));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await processor.FlushAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await processor.InitializeAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await processor.ProcessStreamAsync(new[] { Frame }.ToAsync()).ToListAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await processor.ProcessFileAsync(Recording.Conversation.Path).ToListAsync());
        Assert.Throws<ObjectDisposedException>(processor.Reset);
        Assert.That(processor.GetStats().Frames, Is.EqualTo(1));
    }

    [Test]
    public async Task DisposedWhileRunning_WaitsForTheFrameAndEndsTheCall()
    {
        using Blocking blocking = new();
        StreamProcessor processor = new(Options, () => blocking.Inference);
        Task<IReadOnlyList<CascadeResult>> running = processor.ProcessChunkAsync(new byte[10 * 1024]).AsTask();
        blocking.WaitUntilEntered();
        Task first = processor.DisposeAsync().AsTask();
        Task second = processor.DisposeAsync().AsTask();
        Assert.That((first.IsCompleted, second.IsCompleted, blocking.Inference.Disposals), Is.EqualTo((false, false, 0)));
        blocking.Release();
        await Task.WhenAll(first, second);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => running);
        Assert.That((blocking.Inference.Disposals, blocking.Frames), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task DisposedFromInsideAnEnumeration_EndsIt()
    {
        StreamProcessor processor = new(Options, () => new ScriptedInference(0));
        int results = 0;
        await Assert.ThrowsAsync<ObjectDisposedException>(async () =>
        {
            await foreach (CascadeResult result in processor.ProcessStreamAsync(new[] { Frame, Frame }.ToAsync()))
            {
                results++;
                await processor.DisposeAsync();
            }
        });
        Assert.That(results, Is.EqualTo(1));
    }

    [Test]
    public async Task DisposedWhileWaitingForTheSource_EndsTheEnumeration()
    {
        StreamProcessor processor = new(Options, () => new ScriptedInference(0));
        Channel<byte[]> source = Channel.CreateUnbounded<byte[]>();
        await source.Writer.WriteAsync(Frame);
        IAsyncEnumerator<CascadeResult> results = processor.ProcessStreamAsync(source.Reader.ReadAllAsync()).GetAsyncEnumerator();
        Assert.That(await results.MoveNextAsync());
        Task<bool> next = results.MoveNextAsync().AsTask();
        await processor.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => next);
        await results.DisposeAsync();
    }

    [Test]
    public async Task EngineFailsOnAFrame_TheNextCallTriesItAgain()
    {
        bool broken = true;
        float[] script = [0, 1, 1, 0, 0, 0, 0, 0, 0, 0];
        ScriptedInference inference = new(script) { BeforeFrame = frame => ThrowIf(broken && frame == 2) };
        await using StreamProcessor processor = new(Options, () => inference);
        InferenceException error = (await Assert.ThrowsAsync<InferenceException>(async () => await processor.ProcessChunkAsync(new byte[5000])))!;
        Assert.That((error.Frame, error.Sample, error.InnerException), Is.EqualTo((2L, 1024L, error.InnerException as EngineFaultException)));
        Assert.That(error.Message, Does.Contain("frame 2").And.Contain("sample 1024").And.Contain("out of order"));
        await Assert.ThrowsAsync<InferenceException>(async () => await processor.ProcessChunkAsync(new byte[240]));
        broken = false;
        List<CascadeResult> results = await processor.PushAsync(new byte[5000]);
        await using StreamProcessor undisturbed = new(Options, () => new ScriptedInference(script));
        Assert.That(results.Select(Drive.Describe), Is.EqualTo((await undisturbed.PushAsync(new byte[10_240])).Select(Drive.Describe)));
    }

    [Test]
    public async Task EngineFailsInAFlush_TheNextCallCompletesTheFlushAndGoesOn()
    {
        bool broken = true;
        ScriptedInference inference = new(1f) { BeforeFrame = frame => ThrowIf(broken && frame == 2) };
        await using StreamProcessor processor = new(Options, () => inference);
        await Assert.ThrowsAsync<InferenceException>(async () => await processor.ProcessChunkAsync(new byte[(3 * 1024) + 100]));
        await Assert.ThrowsAsync<InferenceException>(async () => await processor.FlushAsync());
        broken = false;
        List<CascadeResult> results = await processor.PushAsync(new byte[1024]);
        Assert.That(results.Select(r => (r.StartSample, r.EndSample)), Is.EqualTo(new[] { (0L, 1586L), (1586L, 2098L) }));
    }

    [Test]
    public async Task EngineFailsInAnEnumeration_ResultsFromBeforeComeFirst()
    {
        ScriptedInference inference = new(0) { BeforeFrame = frame => ThrowIf(frame == 2) };
        await using StreamProcessor processor = new(Options, () => inference);
        List<CascadeResult> results = [];
        await Assert.ThrowsAsync<InferenceException>(async () =>
        {
            await foreach (CascadeResult result in processor.ProcessStreamAsync(new[] { new byte[5 * 1024] }.ToAsync()))
            {
                results.Add(result);
            }
        });
        Assert.That(results, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task DisposedAfterAFault_Frees()
    {
        ScriptedInference inference = new(0) { BeforeFrame = _ => ThrowIf(true) };
        StreamProcessor processor = new(Options, () => inference);
        await Assert.ThrowsAsync<InferenceException>(async () => await processor.ProcessChunkAsync(Frame));
        await processor.DisposeAsync();
        Assert.That(inference.Disposals, Is.EqualTo(1));
    }

    [Test]
    public async Task ResetAfterAFault_BeginsANewStream()
    {
        bool broken = true;
        ScriptedInference inference = new(0) { BeforeFrame = _ => ThrowIf(broken) };
        await using StreamProcessor processor = new(Options, () => inference);
        await Assert.ThrowsAsync<InferenceException>(async () => await processor.ProcessChunkAsync(Frame));
        broken = false;
        processor.Reset();
        Assert.That(await processor.FlushAsync(), Is.Empty);
    }

    [Test]
    public async Task ModelCannotBeLoaded_TheAudioIsKeptForTheNextCall()
    {
        bool broken = true;
        await using StreamProcessor processor = new(Options, () => broken ? throw new OnnxRuntimeLoadException("no library") : new ScriptedInference(0));
        await Assert.ThrowsAsync<OnnxRuntimeLoadException>(async () => await processor.ProcessChunkAsync(Frame));
        broken = false;
        Assert.That(await processor.ProcessChunkAsync(Frame), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task SourceFails_WhatWasReceivedCanBeFlushed()
    {
        await using StreamProcessor processor = new(Options, () => new ScriptedInference(1f));
        await Assert.ThrowsAsync<IOException>(async () => await processor.ProcessStreamAsync(FailingAsync()).ToListAsync());
        SpeechSegment segment = (SpeechSegment)(await processor.FlushAsync()).Single();
        Assert.That(segment.EndSample, Is.EqualTo(600));
    }

    [Test]
    public async Task InitializeTwice_LoadsOnce()
    {
        int loads = 0;
        await using StreamProcessor processor = new(Options, () =>
        {
            loads++;
            return new ScriptedInference(0.25f, 0.5f);
        });
        await processor.InitializeAsync();
        await processor.InitializeAsync();
        AudioFrame frame = (AudioFrame)(await processor.ProcessChunkAsync(Frame)).Single();
        Assert.That((loads, frame.Probability), Is.EqualTo((1, 0.25f)), "the warm-up leaves no trace in the state");
    }

    [Test]
    public async Task CallersThread_NeverComputes()
    {
        int caller = Environment.CurrentManagedThreadId;
        HashSet<bool> onPool = [];
        ScriptedInference inference = new(0) { BeforeFrame = _ => onPool.Add(Thread.CurrentThread.IsThreadPoolThread) };
        await using StreamProcessor processor = new(Options, () => inference);
        Thread thread = new(() => processor.ProcessChunkAsync(new byte[3072]).AsTask().Wait());
        thread.Start();
        thread.Join();
        Assert.That(onPool, Is.EqualTo(new[] { true }));
    }

    private static async IAsyncEnumerable<byte[]> FailingAsync()
    {
        yield return new byte[1200];
        await Task.Yield();
        throw new IOException("connection lost");
    }

    private static void ThrowIf(bool now)
    {
        if (now)
        {
            throw new EngineFaultException("out of order");
        }
    }

    /// <summary>An engine whose first frame lasts until it is released.</summary>
    private sealed class Blocking : IDisposable
    {
        private readonly ManualResetEventSlim _entered = new();
        private readonly ManualResetEventSlim _released = new();

        public Blocking() => Inference = new ScriptedInference(0)
        {
            BeforeFrame = _ =>
            {
                Frames++;
                _entered.Set();
                _released.Wait();
            },
        };

        public ScriptedInference Inference { get; }

        public int Frames { get; private set; }

        public void WaitUntilEntered() => _entered.Wait();

        public void Release() => _released.Set();

        public void Dispose()
        {
            _entered.Dispose();
            _released.Dispose();
        }
    }
}
