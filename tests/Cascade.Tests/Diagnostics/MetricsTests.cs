using System.Diagnostics.Metrics;
using Cascade.Diagnostics;
using Cascade.Inference;

namespace Cascade.Tests.Diagnostics;

/// <summary>What a host with a listener is told of running streams.</summary>
public sealed class MetricsTests
{
    private static readonly VadModel Model = VadModel.FromBytes(VadModel.SileroV6.Onnx, "folder/metrics-tests.onnx");
    private static readonly StreamProcessorOptions Managed = new() { Engine = VadEngine.Managed(Model) };

    private MeterRecording _meter = null!;

    [SetUp]
    public void Listen() => _meter = new MeterRecording("metrics-tests.onnx");

    [TearDown]
    public void StopListening() => _meter.Dispose();

    [Test]
    public async Task RealStream_IsMeasuredAsItsStatisticsSay([Values] EngineKind engine, [Values(640, 1024, 32_000)] int chunkBytes)
    {
        StreamProcessorOptions options = Managed with { Engine = engine.Of(Model), Speech = Managed.Speech with { MinimumSpeech = TimeSpan.FromMilliseconds(700) } };
        await using StreamProcessor processor = new(options);
        byte[] audio = Recording.Conversation.Audio;
        await processor.PushAsync(audio, chunkBytes);
        ProcessorStats stats = processor.GetStats();
        Assert.Multiple(() =>
        {
            Assert.That(_meter.Sum("cascade.input.size"), Is.EqualTo(audio.Length));
            Assert.That(_meter.Sum("cascade.frames"), Is.EqualTo(stats.Frames).And.EqualTo(audio.Length / 1024));
            Assert.That(_meter.Sum("cascade.segments"), Is.EqualTo(stats.Segments).And.GreaterThan(2));
            Assert.That(_meter.Sum("cascade.speech.time"), Is.EqualTo(stats.Speech.TotalSeconds).Within(1e-9));
            Assert.That(_meter.Sum("cascade.discarded_bursts"), Is.EqualTo(stats.DiscardedBursts).And.GreaterThan(0));
            Assert.That(_meter.Of("cascade.inference.duration").Count(), Is.EqualTo(engine == EngineKind.OnnxRuntime ? 750 : chunkBytes == 32_000 ? 2 * 24 : 750 / 8).Within(4));
            Assert.That(_meter.Of("cascade.inference.duration").Select(m => m.Value), Has.All.InRange(1e-7, stats.Inference.Max.TotalSeconds + 1e-6));
            Assert.That(_meter.Of("cascade.chunk.duration").Count(), Is.EqualTo(stats.Chunks.Count));
            Assert.That(_meter.Of("cascade.real_time_factor").Count(), Is.InRange(12, 24), "about one a second");
            Assert.That(_meter.Sum("cascade.chunk.duration"), Is.EqualTo(stats.Chunks.Total.TotalSeconds).Within(1e-5));
            Assert.That(_meter.All.Select(m => m.Tag("cascade.engine")), Has.All.EqualTo(engine == EngineKind.Managed ? "managed" : "onnxruntime"));
            Assert.That(_meter.Sum("cascade.failures"), Is.Zero);
        });
    }

    [Test]
    public async Task Segments_AreCountedByReason()
    {
        await using StreamProcessor processor = new(Managed with { Speech = Managed.Speech with { MaximumSpeech = TimeSpan.FromSeconds(2), Results = ResultKinds.None } });
        await processor.PushAsync(Recording.Conversation.Audio.AsMemory(0, 32_000 * 3)); // ends in the middle of speech
        await processor.PushAsync(Recording.Conversation.Audio);
        await using StreamProcessor all = new(new StreamProcessorOptions { Engine = VadEngine.Managed(), Speech = new SpeechSettings { MaximumSpeech = TimeSpan.FromSeconds(2), Results = ResultKinds.Segments } });
        List<CascadeResult> results = [.. await all.PushAsync(Recording.Conversation.Audio.AsMemory(0, 32_000 * 3)), .. await all.PushAsync(Recording.Conversation.Audio)];
        foreach (IGrouping<SegmentEnd, SpeechSegment> reason in results.Cast<SpeechSegment>().GroupBy(segment => segment.EndedBy))
        {
            Assert.That(_meter.Sum("cascade.segments", "cascade.segment.reason", MetricTags.SegmentReason(reason.Key).Value!.ToString()!), Is.EqualTo(reason.Count()), $"{reason.Key}");
        }

        Assert.That(_meter.Of("cascade.segments").Select(m => m.Tag("cascade.segment.reason")).Distinct(), Is.EquivalentTo(new[] { "silence", "maximum_speech", "flush" }));
    }

    [Test]
    public async Task WhatNoSegmentHas_IsCountedInSamples()
    {
        StreamProcessorOptions options = Managed with { Speech = Managed.Speech with { MinimumSpeech = TimeSpan.FromSeconds(1), Results = ResultKinds.SpeechDiscarded } };
        await using StreamProcessor processor = new(options, () => new ScriptedInference([1, 1, 1, .. Enumerable.Repeat(0f, 7)]));
        List<CascadeResult> discarded = await processor.PushAsync(new byte[(10 * 1024) + 300]);
        Assert.Multiple(() =>
        {
            Assert.That(discarded.Sum(burst => burst.EndSample - burst.StartSample), Is.EqualTo(3 * 512));
            Assert.That(_meter.Sum("cascade.discarded_samples", "cascade.discard.reason", "burst"), Is.EqualTo(3 * 512));
            Assert.That(_meter.Sum("cascade.discarded_samples", "cascade.discard.reason", "rest"), Is.EqualTo(150));
            Assert.That(_meter.Sum("cascade.discarded_bursts"), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task ActiveProcessors_GoUpAndDown()
    {
        StreamProcessor first = new(Managed);
        StreamBatch batch = new(new StreamBatchOptions { Model = Model });
        using StreamProcessor stream = batch.Open(Managed);
        batch.Open(Managed);
        Assert.That(_meter.Sum("cascade.active_processors"), Is.EqualTo(3));
        await first.DisposeAsync();
        await first.DisposeAsync();
        Assert.That(_meter.Sum("cascade.active_processors"), Is.EqualTo(2));
        stream.Dispose();
        stream.Dispose();
        await batch.DisposeAsync();
        Assert.That(_meter.Sum("cascade.active_processors"), Is.Zero);
    }

    [Test]
    public async Task Failures_AreCountedByKind()
    {
        ScriptedInference inference = new(0f) { BeforeFrame = frame => throw new EngineFaultException("a fault") };
        await using StreamProcessor processor = new(Managed, () => inference);
        await Assert.ThrowsAsync<InferenceException>(async () => await processor.ProcessChunkAsync(new byte[1024]));
        inference.BeforeFrame = static _ => { };
        using CancellationTokenSource canceled = new();
        await canceled.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await processor.ProcessChunkAsync(new byte[1024], canceled.Token));
        await processor.FlushAsync();
        await Assert.ThrowsAsync<FileNotFoundException>(async () => await processor.ProcessFileAsync("no such file").ToListAsync());
        await Assert.ThrowsAsync<TimeoutException>(async () => await processor.ProcessStreamAsync(FailAsync()).ToListAsync());
        Assert.Multiple(() =>
        {
            Assert.That(
                _meter.Of("cascade.failures").Select(m => m.Tag("error.type")),
                Is.EqualTo(new[] { "Cascade.InferenceException", "System.IO.FileNotFoundException", "System.TimeoutException" }));
            Assert.That(processor.GetStats().Errors, Is.EqualTo(3));
        });

        static async IAsyncEnumerable<ReadOnlyMemory<byte>> FailAsync()
        {
            await Task.Yield();
            yield return new byte[700];
            throw new TimeoutException();
        }
    }

    [Test]
    public async Task ListenerThatThrows_EndsTheTickAndLosesNoFrame([Values(1, 2)] int threads)
    {
        bool broken = true;
        _meter.OnMeasured = measured => _ = broken && measured.Instrument == "cascade.inference.duration" ? throw new NotSupportedException("a listener's own failure") : measured;
        await using StreamBatch batch = new(new StreamBatchOptions { Model = Model, Threads = threads });
        StreamProcessor[] streams = [.. Enumerable.Range(0, 20).Select(_ => batch.Open(Managed))];
        Array.ForEach(streams, stream => stream.Push(new byte[3 * 1024]));
        await Assert.ThrowsAsync<NotSupportedException>(async () => await batch.TickAsync());
        broken = false;
        await batch.TickAsync();
        foreach (StreamProcessor stream in streams)
        {
            Assert.That((stream.State, stream.GetStats().Frames, stream.GetStats().BytesWaiting), Is.EqualTo((ProcessorState.Usable, 3L, 0L)));
        }
    }

    [Test]
    public async Task Batch_IsMeasuredLikeProcessors()
    {
        const int Bytes = 96_000; // ends in the middle of speech
        await using StreamBatch batch = new(new StreamBatchOptions { Model = Model, Threads = 2 });
        StreamProcessor[] streams = [.. Enumerable.Range(0, 70).Select(_ => batch.Open(Managed))];
        byte[] audio = Recording.Conversation.Audio;
        for (int at = 0; at < Bytes; at += 3200)
        {
            foreach (StreamProcessor stream in streams)
            {
                stream.Push(audio.AsSpan(at, 3200));
            }

            await batch.TickAsync();
        }

        streams[0].PushEnd();
        await batch.TickAsync();
        ProcessorStats[] stats = [.. streams.Select(stream => stream.GetStats())];
        Assert.Multiple(() =>
        {
            Assert.That(_meter.Sum("cascade.input.size"), Is.EqualTo(70 * Bytes));
            Assert.That(_meter.Sum("cascade.frames"), Is.EqualTo(stats.Sum(s => s.Frames)).And.EqualTo(70 * (Bytes / 1024)));
            Assert.That(_meter.Sum("cascade.segments"), Is.EqualTo(stats.Sum(s => s.Segments)));
            Assert.That(_meter.Sum("cascade.segments", "cascade.segment.reason", "flush"), Is.EqualTo(1));
            Assert.That(_meter.Of("cascade.tick.duration").Count(), Is.EqualTo(Bytes / 3200), "the last tick found no frame");
            Assert.That(_meter.Of("cascade.chunk.duration"), Is.Empty);
            Assert.That(stats.Select(s => s.Chunks), Has.All.EqualTo(stats[0].Chunks), "one for all streams");
            Assert.That(stats[0].Chunks.Count, Is.EqualTo(Bytes / 3200));
            Assert.That(stats[0].Inference.Count, Is.EqualTo(70 * (Bytes / 1024)));
            Assert.That(_meter.Of("cascade.real_time_factor").Select(m => m.Value), Has.All.InRange(1e-6, 100));
        });
    }

    [Test]
    public void Histograms_AdviseBucketsFrom2usTo50ms()
    {
        Histogram<double>[] durations = [CascadeMeter.InferenceDuration, CascadeMeter.ChunkDuration, CascadeMeter.TickDuration];
        Assert.That(durations.Select(histogram => histogram.Advice!.HistogramBucketBoundaries![0]), Has.All.EqualTo(2e-6));
        Assert.That(durations.Select(histogram => histogram.Advice!.HistogramBucketBoundaries![^1]), Has.All.EqualTo(50e-3));
        double[] buckets = [.. MetricBuckets.Durations.HistogramBucketBoundaries!];
        Assert.That(buckets.Zip(buckets.Skip(1), (a, b) => b / a), Has.All.InRange(1.3, 1.7), "resolves every decade alike");
    }
}
