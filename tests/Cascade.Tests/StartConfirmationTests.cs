namespace Cascade.Tests;

/// <summary>A start is told once speech has lasted long enough; the audio from the true onset is kept.</summary>
public sealed class StartConfirmationTests
{
    private const float No = 0.1f;
    private const float Yes = 0.9f;
    private const int Frame = 512;

    private static readonly SpeechSettings Settings = new()
    {
        StartConfirmation = Frames(3),
        MinimumSilence = Frames(2),
        SpeechPad = TimeSpan.Zero,
        Results = ResultKinds.All & ~ResultKinds.Probabilities,
    };

    [Test]
    public async Task ConfirmedStart_IsTheTrueOnset()
    {
        List<CascadeResult> results = await RunAsync(Settings, No, Yes, Yes, Yes, Yes, No, No, No);
        SpeechStarted started = results.OfType<SpeechStarted>().Single();
        SpeechSegment segment = results.OfType<SpeechSegment>().Single();
        Assert.Multiple(() =>
        {
            Assert.That((started.StartSample, started.DetectedAtSample, started.Onset.Sample), Is.EqualTo((1L * Frame, 4L * Frame, 1L * Frame)));
            Assert.That((segment.StartSample, segment.EndSample, segment.Audio.Length), Is.EqualTo((1L * Frame, 5L * Frame, 4 * Frame * 2)));
            Assert.That(results.OfType<SpeechProgress>().Select(p => p.StartSample / Frame), Is.EqualTo(new[] { 1L, 2, 3, 4, 5, 6, 7 }), "each frame once, those before the confirmation too");
            Assert.That(results.OfType<SpeechEnded>().Single().StartSample, Is.EqualTo(segment.EndSample));
        });
    }

    [Test]
    public async Task BurstThatIsNotConfirmed_IsDiscarded()
    {
        List<CascadeResult> results = await RunAsync(Settings, Yes, Yes, No, No, No, Yes);
        Assert.That(results.Select(r => r.GetType()), Has.None.EqualTo(typeof(SpeechStarted)).And.None.EqualTo(typeof(SpeechSegment)).And.None.EqualTo(typeof(SpeechEnded)).And.None.EqualTo(typeof(SpeechProgress)));
        Assert.That(results.OfType<SpeechDiscarded>().Count(), Is.EqualTo(2), "the second one is ended by the flush");
        Assert.That(results.OfType<AudioFrame>().Select(f => f.StartSample / Frame), Is.EqualTo(new[] { 0L, 1, 2, 3, 4, 5 }), "its frames cover the stream");
    }

    // A silence inside speech confirms nothing, and ends nothing while it is short.
    [Test]
    public async Task SilentFrames_DoNotCount()
    {
        List<CascadeResult> results = await RunAsync(Settings, Yes, Yes, No, Yes, No, No);
        Assert.That(results.OfType<SpeechStarted>().Single().DetectedAtSample, Is.EqualTo(4 * Frame));
    }

    [Test]
    public async Task WithoutConfirmation_EverySegmentHasItsStart([Range(1, 20)] int seed)
    {
        Random random = new(seed);
        float[] script = [.. Enumerable.Range(0, 60).SelectMany(_ => Enumerable.Repeat((float)random.NextDouble(), random.Next(1, 12)))];
        SpeechSettings at = Settings with { StartConfirmation = TimeSpan.Zero, MaximumSpeech = Frames(40) };
        List<CascadeResult> none = await RunAsync(at, script);
        List<CascadeResult> some = await RunAsync(at with { StartConfirmation = Frames(1) }, script);
        Assert.That(some, Is.EqualTo(none), "the first frame confirms");
        List<CascadeResult> late = await RunAsync(at with { StartConfirmation = Frames(5) }, script);
        HashSet<(long, long)> all = [.. Ranges(none)];
        Assert.That(Ranges(late), Is.SubsetOf(all), "what is confirmed is what there was");
        Assert.That(late.OfType<SpeechStarted>().Count(), Is.EqualTo(late.OfType<SpeechSegment>().Count(s => !s.Continues)));
        Assert.That(late.OfType<SpeechStarted>().Select(s => s.DetectedAtSample - s.StartSample), Has.All.GreaterThanOrEqualTo(5 * Frame));
    }

    [Test]
    public void LongConfirmation_IsRefused() =>
        Assert.That(Assert.Throws<ArgumentOutOfRangeException>((Settings with { StartConfirmation = TimeSpan.FromSeconds(11) }).Validate)!.ParamName, Is.EqualTo("StartConfirmation"));

    private static TimeSpan Frames(int count) => TimeSpan.FromMilliseconds(32 * count);

    private static IEnumerable<(long, long)> Ranges(List<CascadeResult> results) => results.OfType<SpeechSegment>().Select(s => (s.StartSample, s.EndSample));

    private static async Task<List<CascadeResult>> RunAsync(SpeechSettings settings, params float[] script)
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions { Speech = settings }, () => new ScriptedInference(script));
        return await processor.PushAsync(new byte[script.Length * Frame * 2]);
    }
}
