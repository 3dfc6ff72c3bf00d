using Cascade.Tests.Diagnostics;

namespace Cascade.Tests.Trust;

/// <summary>What is counted begins at nothing, and counts what the results are.</summary>
public sealed class CountersTests
{
    private static readonly StreamProcessorOptions Options = new()
    {
        Speech = new SpeechSettings
        {
            SpeechPad = TimeSpan.Zero,
            MinimumSpeech = TimeSpan.FromMilliseconds(100),
            Results = ResultKinds.All,
        },
    };

    [Test]
    public async Task NewStream_HasCountedNothing()
    {
        await using StreamProcessor processor = new(Options, () => new ScriptedInference([1f, 1f, 0f, 0f, 0f, 0f, 0f, 0f, .. Enumerable.Repeat(1f, 10), 0f, 0f, 0f, 0f, 0f, 0f]));
        ProcessorStats nothing = new()
        {
            BytesReceived = 0,
            BytesWaiting = 0,
            BytesUnused = 0,
            BytesRefused = 0,
            NonFiniteSamples = 0,
            BytesBuffered = 0,
            PeakBytesBuffered = 0,
            Frames = 0,
            Segments = 0,
            DiscardedBursts = 0,
            Speech = TimeSpan.Zero,
            Position = TimeSpan.Zero,
            Inference = DurationStats.None,
            Chunks = DurationStats.None,
            Errors = 0,
        };
        Assert.That(processor.GetStats(), Is.EqualTo(nothing));
        List<CascadeResult> results = await processor.PushAsync(new byte[(48 * 1024) + 100]);
        ProcessorStats stats = processor.GetStats();
        Assert.That(
            (stats.Frames, stats.Segments, stats.DiscardedBursts, stats.Speech),
            Is.EqualTo((48L, (long)results.OfType<SpeechSegment>().Count(), (long)results.OfType<SpeechDiscarded>().Count(), TimeSpan.FromTicks(results.OfType<SpeechSegment>().Sum(s => s.Duration.Ticks)))));
        Assert.That((stats.Segments, stats.DiscardedBursts, stats.PeakBytesBuffered), Is.EqualTo((2L, 2L, 15 * 1024L)));
        processor.Reset();
        Assert.That(processor.GetStats(), Is.EqualTo(nothing));
    }

    [Test]
    public async Task DiscardedBursts_AreMeasuredWhereverTheyLie()
    {
        const string model = "counters-tests.onnx";
        using MeterRecording meter = new(model);
        StreamProcessorOptions options = Options with { Engine = VadEngine.OnnxRuntime(VadModel.FromBytes(VadModel.SileroV6.Onnx, model)) };
        await using StreamProcessor processor = new(options, () => new ScriptedInference([0f, 0f, 1f, 1f, 0f, 0f, 0f, 0f, 0f]));
        List<CascadeResult> results = await processor.PushAsync(new byte[3 * 9 * 1024]);
        long samples = results.OfType<SpeechDiscarded>().Sum(burst => burst.EndSample - burst.StartSample);
        Assert.That((samples, meter.Sum("cascade.discarded_samples")), Is.EqualTo((3 * 2 * 512L, (double)samples)));
    }
}
