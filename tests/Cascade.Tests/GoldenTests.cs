namespace Cascade.Tests;

/// <summary>The answers are silero's: probabilities, streaming events and offline timestamps.</summary>
[Parallelizable]
public sealed class GoldenTests
{
    // Where the goldens were made there is no difference at all; kernels for other processors add in another order.
    private const float Tolerance = 1e-6f;
    private const float ToleranceOfVersion5 = 5e-6f;

    private static IEnumerable<Golden> V6 => Golden.V6;

    private static IEnumerable<TestCaseData> V6Sets => Golden.V6Sets;

    [Test]
    public async Task Stream_ProbabilitiesAreSileros([ValueSource(nameof(V6))] object golden, [Values] bool shareSession)
    {
        Golden g = (Golden)golden;
        await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.OnnxRuntime(shareSession: shareSession), Speech = new SpeechSettings { Results = ResultKinds.Frames | ResultKinds.SpeechProgress } });
        List<CascadeResult> results = await processor.PushAsync(g.Recording.Audio, 3200);
        float[] probabilities = Probabilities(results);
        Assert.That(probabilities, Has.Length.EqualTo(g.Recording.Samples / 512));
        Assert.That(probabilities, Is.EqualTo(g.Probabilities[..probabilities.Length]).Within(Tolerance));
    }

    [Test]
    public async Task Model5_ProbabilitiesAreSileros()
    {
        Golden golden = Golden.V5.First();
        VadModel model = VadModel.FromFile(Path.Combine(Golden.CommittedFolder, "silero_vad_v5.onnx"));
        SpeechTimestamps result = await SpeechTimestamps.DetectAsync(golden.Recording.Audio, engine: VadEngine.OnnxRuntime(model));
        Assert.That(result.Probabilities, Is.EqualTo(golden.Probabilities).Within(ToleranceOfVersion5));
        Assert.That(result.Speech.Select(s => ((double)s.StartSample, (double)s.EndSample)), Is.EqualTo(golden.Sets[0].Timestamps));
    }

    [TestCaseSource(nameof(V6Sets))]
    public async Task Stream_EventsAreThoseOfTheIterator(object golden, object set)
    {
        await using StreamProcessor processor = new(((GoldenSet)set).Stream);
        List<CascadeResult> results = await processor.PushAsync(((Golden)golden).Recording.Audio, 32_000);
        IEnumerable<GoldenEvent> events = results.SelectMany<CascadeResult, GoldenEvent>(result => result switch
        {
            SpeechStarted { Onset: var e } => [new GoldenEvent(e.Frame, "start", e.Sample)],
            SpeechEnded { Offset: var e } => [new GoldenEvent(e.Frame, "end", e.Sample)],
            _ => [],
        });
        Assert.That(events, Is.EqualTo(((GoldenSet)set).Events));
    }

    [TestCaseSource(nameof(V6Sets))]
    public async Task Offline_TimestampsAreThoseOfGetSpeechTimestamps(object golden, object set)
    {
        GoldenSet s = (GoldenSet)set;
        SpeechTimestamps result = await SpeechTimestamps.DetectFileAsync(((Golden)golden).Recording.Path, s.Offline);
        Assert.Multiple(() =>
        {
            Assert.That(result.Samples, Is.EqualTo(((Golden)golden).Recording.Samples));
            Assert.That(result.Truncation, Is.Null);
            Assert.That(result.Probabilities, Is.EqualTo(((Golden)golden).Probabilities).Within(Tolerance));
            Assert.That(s.Decimals is { } decimals ? result.ToSeconds(decimals) : [.. result.Speech.Select(t => ((double)t.StartSample, (double)t.EndSample))], Is.EqualTo(s.Timestamps));
        });
    }

    [Test]
    public async Task SessionOfItsOwnAndSharedSession_AreTheSameToTheBit()
    {
        float[][] runs = new float[2][];
        for (int i = 0; i < runs.Length; i++)
        {
            await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.OnnxRuntime(shareSession: i == 1), Speech = new SpeechSettings { Results = ResultKinds.Frames | ResultKinds.SpeechProgress } });
            runs[i] = Probabilities(await processor.PushAsync(Recording.Conversation.Audio));
        }

        Assert.That(runs[1], Is.EqualTo(runs[0]));
    }

    private static float[] Probabilities(List<CascadeResult> results) =>
        [.. results.Select(r => (r.StartSample, Probability: r is AudioFrame f ? f.Probability : ((SpeechProgress)r).Probability))
            .DistinctBy(r => r.StartSample).OrderBy(r => r.StartSample).Select(r => r.Probability)];
}
