namespace Cascade.Tests;

/// <summary>
/// At 8 kHz too the answers are silero's: probabilities as they are, positions times two because the clock counts 16 kHz samples.
/// </summary>
[Parallelizable]
public sealed class Native8kHzGoldenTests
{
    private const float Tolerance = 1e-6f;

    private static readonly AudioFormat Format = new(8_000);

    private static IEnumerable<Golden> Goldens => Golden.V6At8kHz;

    private static IEnumerable<TestCaseData> Sets => Golden.V6SetsAt8kHz;

    [Test]
    public async Task Stream_ProbabilitiesAreSileros([ValueSource(nameof(Goldens))] object golden, [Values] bool shareSession)
    {
        Golden g = (Golden)golden;
        await using StreamProcessor processor = new(new StreamProcessorOptions
        {
            Engine = VadEngine.OnnxRuntime(shareSession: shareSession, native8kHz: true),
            InputFormat = Format,
            Speech = new SpeechSettings { Threshold = 1, Results = ResultKinds.Frames },
        });
        float[] probabilities = [.. (await processor.PushAsync(g.Recording.Audio, 3200)).Cast<AudioFrame>().Select(frame => frame.Probability)];
        Assert.That(probabilities, Has.Length.EqualTo(g.Recording.Samples / 256));
        Assert.That(probabilities, Is.EqualTo(g.Probabilities[..probabilities.Length]).Within(Tolerance));
    }

    [TestCaseSource(nameof(Sets))]
    public async Task Stream_EventsAreThoseOfTheIterator(object golden, object set)
    {
        await using StreamProcessor processor = new(((GoldenSet)set).Stream with { Engine = VadEngine.OnnxRuntime(native8kHz: true), InputFormat = Format });
        List<CascadeResult> results = await processor.PushAsync(((Golden)golden).Recording.Audio, 32_000);
        IEnumerable<GoldenEvent> events = results.SelectMany<CascadeResult, GoldenEvent>(result => result switch
        {
            SpeechStarted { Onset: var e } => [new GoldenEvent(e.Frame, "start", e.Sample)],
            SpeechEnded { Offset: var e } => [new GoldenEvent(e.Frame, "end", e.Sample)],
            _ => [],
        });
        Assert.That(events, Is.EqualTo(((GoldenSet)set).Events.Select(e => e with { Sample = 2 * e.Sample })));
    }

    [TestCaseSource(nameof(Sets))]
    public async Task Offline_TimestampsAreThoseOfGetSpeechTimestamps(object golden, object set)
    {
        Golden g = (Golden)golden;
        GoldenSet s = (GoldenSet)set;
        VadEngine engine = VadEngine.OnnxRuntime(shareSession: true, native8kHz: true);
        SpeechTimestamps file = await SpeechTimestamps.DetectFileAsync(g.Recording.Path, s.Offline, engine);
        SpeechTimestamps buffer = await SpeechTimestamps.DetectAsync(g.Recording.Audio, Format, s.Offline, engine);
        Assert.Multiple(() =>
        {
            Assert.That(file.Samples, Is.EqualTo(2 * g.Recording.Samples));
            Assert.That(file.Probabilities, Is.EqualTo(g.Probabilities).Within(Tolerance));
            Assert.That(
                s.Decimals is { } decimals ? file.ToSeconds(decimals) : [.. file.Speech.Select(t => (t.StartSample / 2.0, t.EndSample / 2.0))],
                Is.EqualTo(s.Timestamps));
            Assert.That((buffer.Samples, buffer.Probabilities, buffer.Speech), Is.EqualTo((file.Samples, file.Probabilities, file.Speech)));
        });
    }
}
