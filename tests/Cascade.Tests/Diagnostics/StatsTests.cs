using Cascade.Diagnostics;

namespace Cascade.Tests.Diagnostics;

/// <summary>Statistics are what was measured, and the report says the same in words.</summary>
public sealed class StatsTests
{
    private ManualTime _clock = null!;
    private ScriptedInference _inference = null!;
    private StreamProcessor _processor = null!;

    [SetUp]
    public void MakeProcessor()
    {
        _clock = new ManualTime();
        _inference = new ScriptedInference([0.9f, 0.9f, 0.9f, 0.9f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f]);
        _processor = new StreamProcessor(new StreamProcessorOptions { TimeProvider = _clock }, () => _inference);
    }

    [TearDown]
    public async Task DisposeProcessor()
    {
        await _processor.DisposeAsync();
        _inference.Dispose();
    }

    // 98 frames of 100 us, one of 400 us and one of 5 ms.
    [Test]
    public async Task Times_AreThoseOfTheClock()
    {
        _inference.BeforeFrame = frame => _clock.Advance(TimeSpan.FromMicroseconds(frame == 40 ? 5000 : frame == 70 ? 400 : 100));
        await _processor.PushOpenAsync(new byte[100 * 1024], 2048);
        ProcessorStats stats = _processor.GetStats();
        Assert.Multiple(() =>
        {
            Assert.That(stats.Inference.Count, Is.EqualTo(100));
            Assert.That(stats.Inference.Total.TotalMicroseconds, Is.EqualTo(15_200));
            Assert.That(stats.Inference.Mean.TotalMicroseconds, Is.EqualTo(152));
            Assert.That(stats.Inference.P50.TotalMicroseconds, Is.EqualTo(100).Within(3.2).Percent);
            Assert.That(stats.Inference.P95.TotalMicroseconds, Is.EqualTo(100).Within(3.2).Percent);
            Assert.That(stats.Inference.P99.TotalMicroseconds, Is.EqualTo(400).Within(3.2).Percent);
            Assert.That(stats.Inference.Max.TotalMicroseconds, Is.EqualTo(5000));
            Assert.That(stats.Chunks.Count, Is.EqualTo(50));
            Assert.That(stats.Chunks.Total, Is.EqualTo(stats.Inference.Total), "nothing else took time");
            Assert.That(stats.Chunks.P50.TotalMicroseconds, Is.EqualTo(200).Within(3.2).Percent);
            Assert.That(stats.Chunks.Max.TotalMicroseconds, Is.EqualTo(5100));
        });
    }

    [Test]
    public async Task ChunkWithoutAFrame_IsNotTimed()
    {
        await _processor.PushOpenAsync(new byte[10 * 1024], 256);
        Assert.That(_processor.GetStats().Chunks.Count, Is.EqualTo(10));
    }

    [Test]
    public async Task Reset_ForgetsEverything()
    {
        ProcessorStats before = _processor.GetStats();
        await _processor.PushAsync(new byte[30_000]);
        Assert.That(_processor.GetStats(), Is.Not.EqualTo(before));
        _processor.Reset();
        Assert.That(_processor.GetStats(), Is.EqualTo(before));
    }

    [Test]
    public async Task AudioKept_IsCountedNowAndAtMost()
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions(), () => new ScriptedInference([.. Enumerable.Repeat(0.9f, 60), .. Enumerable.Repeat(0f, 60)]));
        await processor.PushOpenAsync(new byte[60 * 1024], 1024);
        ProcessorStats open = processor.GetStats();
        await processor.PushOpenAsync(new byte[60 * 1024], 1024);
        ProcessorStats closed = processor.GetStats();
        Assert.Multiple(() =>
        {
            Assert.That(open.BytesBuffered, Is.EqualTo(60 * 1024));
            Assert.That(closed.BytesBuffered, Is.LessThan(4 * 1024));
            Assert.That(closed.PeakBytesBuffered, Is.InRange(60 * 1024, 66 * 1024), "the speech and the silence that ended it");
        });
    }

    [Test]
    public async Task Report_SaysWhatTheStatisticsSay()
    {
        _inference.BeforeFrame = frame => _clock.Advance(TimeSpan.FromMicroseconds(64));
        await _processor.PushAsync(new byte[(100 * 1024) + 100], 2048);
        await _processor.PushOpenAsync(new byte[100], 2048);
        Assert.That(_processor.GetReport(), Is.EqualTo("""
            engine     OnnxRuntime, silero_vad_v6.onnx
            input      16,000 Hz, 1 channels, Signed16
            received   102,600 bytes; 100 wait, 100 in no result, 0 samples were no numbers
            audio      3.203 s, 100 frames
            speech     1.850 s (57.8 %), 10 segments; 0 bursts discarded
            inference  mean    64.0 us  p50    64.0 us  p95    64.0 us  p99    64.0 us  max    64.0 us  of 100 frames
            chunks     mean   128.0 us  p50   128.0 us  p95   128.0 us  p99   128.0 us  max   128.0 us  of 50 chunks
            speed      500 times real time
            memory     0 bytes of audio are kept, 10,240 at most
            errors     0

            """));
    }

    [Test]
    [SetCulture("de-DE")]
    public void Report_IsTheSameInEveryCulture()
    {
        DurationStats times = DurationStats.None with { Count = 12_345, Mean = TimeSpan.FromMilliseconds(12.5) };
        ProcessorStats stats = _processor.GetStats() with { BytesReceived = 1_234_567, Inference = times, Speech = TimeSpan.FromSeconds(1.5), Position = TimeSpan.FromSeconds(2) };
        string report = ReportText.Of(new StreamProcessorOptions(), AudioFormat.Pcm16Mono16k, stats, ReportText.Chunks);
        Assert.That(report, Does.Contain("1,234,567 bytes").And.Contain("1.500 s (75.0 %)").And.Contain("mean    12.5 ms").And.Contain("of 12,345 frames").And.Contain("chunks     none measured"));
    }

    [Test]
    public async Task ReportOfABatch_TellsOfTicks()
    {
        await using StreamBatch batch = new();
        using StreamProcessor stream = batch.Open();
        stream.Push(new byte[5000]);
        await batch.TickAsync();
        Assert.That(stream.GetReport(), Does.Contain("\nticks      mean ").And.Contain("of 1 ticks").And.Not.Contain("speed"));
    }
}
