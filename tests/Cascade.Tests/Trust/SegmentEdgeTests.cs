namespace Cascade.Tests.Trust;

/// <summary>Segments whose edges lie on the border of a frame, or a sample beside it.</summary>
public sealed class SegmentEdgeTests
{
    private const long TicksPerSample = 625;

    // Three frames of silence, five of speech, and silence that ends it.
    private static readonly float[] Script = [.. Enumerable.Repeat(0f, 3), .. Enumerable.Repeat(0.9f, 5), .. Enumerable.Repeat(0.1f, 8)];

    private static readonly StreamProcessorOptions Options = new() { Speech = new SpeechSettings { Results = ResultKinds.All } };

    [TestCase(0, 5)]
    [TestCase(1, 6)]
    [TestCase(511, 6)]
    [TestCase(512, 6)]
    [TestCase(513, 7)]
    public async Task Probabilities_AreThoseOfTheFramesThatBeginBeforeTheEnd(int padSamples, int frames)
    {
        SpeechSegment segment = (await RunAsync(padSamples)).OfType<SpeechSegment>().Single();
        Assert.That(
            (segment.StartSample, segment.SpeechStartSample, segment.EndSample),
            Is.EqualTo((1536L - padSamples, 1536L, (8 * 512L) + padSamples)));
        Assert.That(segment.Probabilities.ToArray(), Is.EqualTo(Script[3..(3 + frames)]));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(511)]
    [TestCase(512)]
    [TestCase(513)]
    public async Task Frames_ComeOnceUnlessAllOfThemIsInTheSegment(int padSamples)
    {
        List<CascadeResult> results = await RunAsync(padSamples);
        SpeechSegment segment = results.OfType<SpeechSegment>().Single();
        long[] expected =
        [
            0, 512, 1024,
            .. Enumerable.Range(3, Script.Length - 3).Select(i => i * 512L).Where(start => start < segment.StartSample || start + 512 > segment.EndSample),
        ];
        Assert.That(results.OfType<AudioFrame>().Select(frame => frame.StartSample), Is.EqualTo(expected));
    }

    // Both pads are longer than half of the three frames of silence at which the speech is cut.
    [Test]
    public async Task FrameThatTwoSegmentsShare_ComesInThemAlone() =>
        Assert.That(await CutAsync(1024), Is.EqualTo(new[]
        {
            (typeof(SpeechSegment), 0L, (5 * 512L) + 768),
            (typeof(SpeechSegment), (5 * 512L) + 768, 33 * 512L),
        }));

    [Test]
    public async Task FrameBetweenTwoSegments_ComesOnItsOwn() =>
        Assert.That(await CutAsync(512), Is.EqualTo(new[]
        {
            (typeof(SpeechSegment), 0L, 6 * 512L),
            (typeof(AudioFrame), 6 * 512L, 7 * 512L),
            (typeof(SpeechSegment), 7 * 512L, 33 * 512L),
        }));

    // Three frames are 96 ms.
    [Test]
    public async Task SilenceNoLongerThanACutAsksFor_IsNotCutAt() =>
        Assert.That(await CutAsync(512, minimumSilenceMs: 96), Is.EqualTo(new[]
        {
            (typeof(SpeechSegment), 0L, 29 * 512L),
            (typeof(SpeechSegment), 29 * 512L, 33 * 512L),
        }));

    // Such frames neither begin the silence that ends speech nor make it long enough.
    [TestCase(5, 2, 0)]
    [TestCase(0, 1, 10)]
    public async Task ProbabilityOfTheExitThreshold_IsNoSilence(int framesBefore, int silentFrames, int framesAfter)
    {
        float[] script =
        [
            .. Enumerable.Repeat(0.9f, 5), .. Enumerable.Repeat(0.25f, framesBefore), .. Enumerable.Repeat(0.1f, silentFrames), .. Enumerable.Repeat(0.25f, framesAfter),
        ];
        await using StreamProcessor processor = new(Options with { Speech = Options.Speech with { ExitThreshold = 0.25 } }, () => new ScriptedInference(script));
        SpeechSegment segment = (await processor.PushAsync(new byte[script.Length * 1024])).OfType<SpeechSegment>().Single();
        Assert.That((segment.EndSample, segment.EndedBy), Is.EqualTo((script.Length * 512L, SegmentEnd.Flush)));
    }

    private static async Task<IEnumerable<(Type Type, long Start, long End)>> CutAsync(int padSamples, int minimumSilenceMs = 60)
    {
        StreamProcessorOptions options = new()
        {
            Speech = new SpeechSettings
            {
                SpeechPad = TimeSpan.FromTicks(padSamples * TicksPerSample),
                MinimumSilence = TimeSpan.FromMilliseconds(500),
                MinimumSilenceAtMaximumSpeech = TimeSpan.FromMilliseconds(minimumSilenceMs),
                MaximumSpeech = TimeSpan.FromSeconds(1),
            },
        };
        float[] script = [.. Enumerable.Repeat(0.9f, 5), .. Enumerable.Repeat(0.1f, 3), .. Enumerable.Repeat(0.9f, 25)];
        await using StreamProcessor processor = new(options, () => new ScriptedInference(script));
        return (await processor.PushAsync(new byte[script.Length * 1024])).Select(r => (r.GetType(), r.StartSample, r.EndSample));
    }

    private static async Task<List<CascadeResult>> RunAsync(int padSamples)
    {
        await using StreamProcessor processor = new(Options with { Speech = Options.Speech with { SpeechPad = TimeSpan.FromTicks(padSamples * TicksPerSample) } }, () => new ScriptedInference(Script));
        return await processor.PushAsync(new byte[Script.Length * 1024]);
    }
}
