using Cascade.Tests.Diagnostics;

namespace Cascade.Tests.Trust;

/// <summary>Disposal frees everything, also where something throws on the way, and may be called again.</summary>
[NonParallelizable] // a listener that throws is heard by every stream of its model
public sealed class DisposalTests
{
    [Test]
    public async Task CallbackThatThrows_KeepsNothingFromBeingFreed([Values] bool isAsync)
    {
        ScriptedInference inference = new(0f);
        StreamProcessor processor = new(new StreamProcessorOptions(), () => inference);
        await processor.ProcessChunkAsync(new byte[1024]);
        IAsyncEnumerator<CascadeResult> reading = processor.ProcessStreamAsync(WaitAsync()).GetAsyncEnumerator();
        ValueTask<bool> next = reading.MoveNextAsync();

        await Assert.CatchAsync<AggregateException>(() => DisposeAsync(processor, isAsync));
        Assert.That(inference.Disposals, Is.EqualTo(1));
        await DisposeAsync(processor, isAsync);
        Assert.That((inference.Disposals, processor.State), Is.EqualTo((1, ProcessorState.Disposed)));
        await Assert.CatchAsync<ObjectDisposedException>(async () => await next);

        static async IAsyncEnumerable<ReadOnlyMemory<byte>> WaitAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop = default)
        {
            TaskCompletionSource canceled = new();
            using CancellationTokenRegistration _ = stop.Register(() =>
            {
                canceled.SetResult();
                throw new NotSupportedException("a callback's own failure");
            });
            await canceled.Task;
            yield break;
        }
    }

    [Test]
    public async Task ListenerThatThrows_KeepsNothingFromBeingFreed([Values] bool isAsync)
    {
        VadModel model = VadModel.FromBytes(VadModel.SileroV6.Onnx, "disposal-tests.onnx");
        using MeterRecording meter = new("disposal-tests.onnx");
        ScriptedInference inference = new(0f);
        StreamProcessor own = new(new StreamProcessorOptions { Engine = VadEngine.Managed(model) }, () => inference);
        await own.ProcessChunkAsync(new byte[1024]);
        StreamBatch batch = new(new StreamBatchOptions { Model = model });
        StreamProcessor[] streams = [.. Enumerable.Range(0, 3).Select(_ => batch.Open())];
        meter.OnMeasured = measured => _ = measured.Instrument == "cascade.active_processors" ? throw new NotSupportedException("a listener's own failure") : measured;

        await Assert.ThrowsAsync<NotSupportedException>(() => DisposeAsync(own, isAsync));
        await Assert.ThrowsAsync<NotSupportedException>(() => DisposeAsync(streams[0], isAsync));
        Assert.That((inference.Disposals, batch.Count), Is.EqualTo((1, 2)));
        await Assert.ThrowsAsync<NotSupportedException>(() => batch.DisposeAsync().AsTask());
        Assert.That(batch.Count, Is.Zero, "all streams have left, though each one's listener threw");
        await batch.DisposeAsync();
        await DisposeAsync(own, isAsync);
        await DisposeAsync(streams[0], isAsync);
        Assert.That(inference.Disposals, Is.EqualTo(1));
    }

    // A listener that goes on failing: with several threads every worker is awaited, so no tick meets one of the tick before.
    [Test]
    public async Task ListenerThatThrowsAgainAndAgain_LosesNoFrame([Values(1, 2, 4)] int threads)
    {
        const int Streams = 600;
        const int Frames = 8;
        VadModel model = VadModel.FromBytes(VadModel.SileroV6.Onnx, "storm-tests.onnx");
        using MeterRecording meter = new("storm-tests.onnx");
        int measured = 0;
        meter.OnMeasured = m => _ = m.Instrument == "cascade.inference.duration" && Interlocked.Increment(ref measured) % 23 == 0 ? throw new NotSupportedException("again") : m;
        await using StreamBatch batch = new(new StreamBatchOptions { Model = model, Threads = threads });
        StreamProcessorOptions options = new() { Speech = new SpeechSettings { Results = ResultKinds.Probabilities } };
        StreamProcessor[] streams = [.. Enumerable.Range(0, Streams).Select(_ => batch.Open(options))];
        byte[] audio = Recording.Conversation.Audio;
        int failures = 0;
        for (int frame = 0; frame < Frames; frame++)
        {
            for (int i = 0; i < Streams; i++)
            {
                streams[i].Push(audio.AsSpan((i + frame) * 1024, 1024));
            }

            failures += await TickAsync(batch);
        }

        for (int quiet = 0; quiet < 50 && Array.Exists(streams, stream => stream.GetStats().Frames < Frames); quiet++)
        {
            failures += await TickAsync(batch);
        }

        Assert.That(failures, Is.GreaterThan(0), "the listener has thrown");
        for (int i = 0; i < Streams; i += 97)
        {
            await using StreamProcessor alone = new(options with { Engine = VadEngine.Managed(model) });
            meter.OnMeasured = static _ => { };
            List<float> found = [];
            while (streams[i].TryRead(out CascadeResult? result))
            {
                found.Add(((FrameProbability)result).Probability);
            }

            Assert.That(found, Is.EqualTo((await alone.ProcessChunkAsync(audio.AsMemory(i * 1024, Frames * 1024))).Select(r => ((FrameProbability)r).Probability)), $"stream {i}");
        }
    }

    private static async Task<int> TickAsync(StreamBatch batch)
    {
        try
        {
            await batch.TickAsync();
            return 0;
        }
        catch (NotSupportedException)
        {
            return 1;
        }
    }

    private static async Task DisposeAsync(StreamProcessor processor, bool isAsync)
    {
        if (isAsync)
        {
            await processor.DisposeAsync();
        }
        else
        {
            processor.Dispose();
        }
    }
}
