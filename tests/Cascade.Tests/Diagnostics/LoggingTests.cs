using Cascade.Inference;
using Microsoft.Extensions.Logging;

namespace Cascade.Tests.Diagnostics;

/// <summary>A healthy stream is quiet; one in trouble says so, once.</summary>
public sealed class LoggingTests
{
    private const int SlowId = 5;
    private const int NonFiniteId = 6;
    private const int FailedId = 7;

    private CollectingLoggerFactory _log = null!;
    private ManualTime _clock = null!;

    private StreamProcessorOptions Options => new() { Engine = VadEngine.Managed(), LoggerFactory = _log, TimeProvider = _clock };

    [SetUp]
    public void Begin() => (_log, _clock) = (new CollectingLoggerFactory(), new ManualTime());

    [TearDown]
    public void End()
    {
        _log.Dispose();
        Assert.That(_log.Categories, Is.Empty.Or.EqualTo(new[] { "Cascade" }), "one logger for all streams of a host");
    }

    [Test]
    public async Task HealthyStream_LogsOnceAStreamAndOnlyForDebugging([Values] EngineKind engine)
    {
        await using (StreamProcessor processor = new(Options with { Engine = engine.Of() }))
        {
            await processor.PushAsync(Recording.Conversation.Audio, 640);
        }

        Assert.That(_log.All.Select(logged => (logged.Id.Id, logged.Level)), Is.EqualTo(Enumerable.Range(1, 4).Select(id => (id, LogLevel.Debug))));
        Assert.That(_log.All[0].Message, Does.Contain(engine.ToString()).And.Contain("silero_vad_v6.onnx"));
        Assert.That(_log.All[2].Message, Does.Contain("00:00:2").And.Contain(" segments"));
    }

    [Test]
    public async Task SlowerThanRealTime_IsWarnedOfOnceAMinute()
    {
        ScriptedInference inference = new(0f) { BeforeFrame = _ => _clock.Advance(TimeSpan.FromMilliseconds(40)) };
        await using StreamProcessor processor = new(Options, () => inference);
        await processor.PushOpenAsync(new byte[31 * 1024], 1024);
        Assert.That(_log.Of(SlowId), Is.Empty, "less than a second may be a hiccup");
        await processor.PushOpenAsync(new byte[1024], 1024);
        Logged warning = _log.Of(SlowId).Single();
        Assert.That(warning.Level, Is.EqualTo(LogLevel.Warning));
        Assert.That(warning.Message, Does.Contain("1.28 s for 1.02 s of audio"));

        await processor.PushOpenAsync(new byte[46 * 32 * 1024], 1024); // to 46 x 1.28 s after the warning
        Assert.That(_log.Of(SlowId).Count(), Is.EqualTo(1));
        await processor.PushOpenAsync(new byte[32 * 1024], 1024);
        Assert.That(_log.Of(SlowId).Count(), Is.EqualTo(2));
        Assert.That(_log.Of(SlowId).Last().Message, Does.Contain("46 such warnings"));
    }

    [Test]
    public async Task OneSlowChunk_IsNotWarnedOf()
    {
        ScriptedInference inference = new(0f) { BeforeFrame = frame => _clock.Advance(TimeSpan.FromMilliseconds(frame % 32 == 0 ? 900 : 1)) };
        await using StreamProcessor processor = new(Options, () => inference);
        await processor.PushOpenAsync(new byte[1000 * 1024], 1024);
        Assert.That(_log.AtLeast(LogLevel.Information), Is.Empty);
    }

    [Test]
    public async Task ManySlowStreams_ShareOneWarning()
    {
        ScriptedInference inference = new(0f) { BeforeFrame = _ => _clock.Advance(TimeSpan.FromMilliseconds(40)) };
        for (int i = 0; i < 10; i++)
        {
            await using StreamProcessor processor = new(Options, () => inference);
            await processor.PushOpenAsync(new byte[64 * 1024], 1024);
        }

        Assert.That(_log.Of(SlowId).Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Failure_IsAnErrorWithItsException()
    {
        ScriptedInference inference = new(0f) { BeforeFrame = frame => throw new EngineFaultException("a fault") };
        await using StreamProcessor processor = new(Options, () => inference);
        InferenceException thrown = (await Assert.ThrowsAsync<InferenceException>(async () => await processor.ProcessChunkAsync(new byte[1024])))!;
        Logged error = _log.AtLeast(LogLevel.Information).Single();
        Assert.That((error.Id.Id, error.Level, error.Error), Is.EqualTo((FailedId, LogLevel.Error, (Exception)thrown)));
    }

    [Test]
    public async Task ModelThatCannotBeLoaded_IsAnError()
    {
        await using StreamProcessor processor = new(Options, () => throw new VadModelException("No such model.", "none"));
        await Assert.ThrowsAsync<VadModelException>(async () => await processor.InitializeAsync());
        Assert.That(_log.AtLeast(LogLevel.Information).Select(logged => logged.Id.Id), Is.EqualTo(new[] { FailedId }));
    }

    [Test]
    public async Task Cancellation_IsNoError()
    {
        await using StreamProcessor processor = new(Options);
        using CancellationTokenSource canceled = new();
        await canceled.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await processor.ProcessChunkAsync(new byte[1024], canceled.Token));
        Assert.That(_log.AtLeast(LogLevel.Information), Is.Empty);
    }

    [Test]
    public async Task SamplesThatAreNoNumbers_AreWarnedOfOnceAStream()
    {
        await using StreamProcessor processor = new(Options with { InputFormat = new AudioFormat(16_000, 1, SampleEncoding.Float32) });
        byte[] notANumber = new byte[40 * 2048];
        BitConverter.TryWriteBytes(notANumber.AsSpan(400), float.NaN);
        await processor.PushAsync(notANumber, 1000);
        await processor.PushAsync(notANumber, 1000);
        Assert.That(_log.Of(NonFiniteId).Count(), Is.EqualTo(1));
        processor.Reset();
        await processor.PushAsync(notANumber, 1000);
        Assert.That(_log.Of(NonFiniteId).Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task Batch_LogsEachStream()
    {
        await using (StreamBatch batch = new())
        {
            using StreamProcessor stream = batch.Open(Options);
            batch.Open(Options);
            stream.Push(new byte[4000]);
            stream.PushEnd();
            await batch.TickAsync();
        }

        Assert.That(_log.All.Select(logged => logged.Id.Id), Is.EqualTo(new[] { 1, 1, 3, 4, 4 }));
    }
}
