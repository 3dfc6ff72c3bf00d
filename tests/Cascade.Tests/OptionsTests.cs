namespace Cascade.Tests;

/// <summary>Every option has an effect, on a script of probabilities where the effect is plain to see; frame n is samples 512 n to 512 (n + 1).</summary>
public sealed class OptionsTests
{
    private const float Yes = 0.9f;
    private const float No = 0.1f;

    // No pads, and one silent frame ends speech, so that positions can be read off the script.
    private static readonly StreamProcessorOptions Plain = new() { Speech = new SpeechSettings { SpeechPad = TimeSpan.Zero, MinimumSilence = Frames(1), Results = ResultKinds.Segments } };

    [TestCase(0.5, 2, 3)]
    [TestCase(0.4, 1, 3)]
    [TestCase(0.95, -1, -1)]
    public async Task Threshold_DecidesWhatIsSpeech(double threshold, long startFrame, long endFrame)
    {
        List<(long, long)> segments = await SegmentsAsync(Plain with { Speech = Plain.Speech with { Threshold = threshold } }, No, 0.45f, Yes, No, No);
        Assert.That(segments, Is.EqualTo(startFrame < 0 ? [] : new[] { (startFrame, endFrame) }));
    }

    [TestCase(0.5f, true)]
    [TestCase(0.49999997f, false)]
    public async Task ProbabilityAtTheThreshold_IsSpeech(float probability, bool isSpeech) =>
        Assert.That(await SegmentsAsync(Plain, probability, No, No), Has.Count.EqualTo(isSpeech ? 1 : 0));

    [TestCase(null, 5)]
    [TestCase(0.45, 2)]
    [TestCase(0.05, 7)]
    public async Task ExitThreshold_DecidesWhatIsSilence(double? exit, long endFrame) =>
        Assert.That(await SegmentsAsync(Plain with { Speech = Plain.Speech with { ExitThreshold = exit } }, No, Yes, 0.4f, 0.4f, Yes, No, No), Does.Contain((1L, endFrame)));

    [TestCase(1, 2)]
    [TestCase(2, 2)]
    [TestCase(3, 6)]
    public async Task MinimumSilence_DecidesWhatEndsSpeech(int frames, long endFrame)
    {
        List<(long, long)> segments = await SegmentsAsync(Plain with { Speech = Plain.Speech with { MinimumSilence = Frames(frames) } }, No, Yes, No, No, No, Yes, No, No, No, No);
        Assert.That(segments[0], Is.EqualTo((1L, endFrame)));
    }

    [Test]
    public async Task MinimumSilenceOfZero_EndsSpeechWithTheFirstSilentFrame() =>
        Assert.That(await SegmentsAsync(Plain with { Speech = Plain.Speech with { MinimumSilence = TimeSpan.Zero } }, Yes, No, Yes, No), Is.EqualTo(new[] { (0L, 1L), (2L, 3L) }));

    [Test]
    public async Task SpeechPad_WidensBothEnds()
    {
        StreamProcessorOptions options = Plain with { Speech = Plain.Speech with { SpeechPad = TimeSpan.FromMilliseconds(10) } };
        SpeechSegment segment = (await RunAsync(options, No, Yes, Yes, No, No)).OfType<SpeechSegment>().Single();
        Assert.That((segment.StartSample, segment.EndSample, segment.SpeechStartSample), Is.EqualTo((512L - 160, 1536L + 160, 512L)));
    }

    [Test]
    public async Task PadBeyondWhatHasBeenReceived_EndsThere()
    {
        SpeechSegment segment = (await RunAsync(Plain with { Speech = Plain.Speech with { SpeechPad = Frames(4) } }, Yes, No, No, No, No)).OfType<SpeechSegment>().First();
        Assert.That((segment.StartSample, segment.EndSample, segment.Offset!.Value.Sample), Is.EqualTo((0L, 3 * 512L, 5 * 512L)));
    }

    [Test]
    public async Task PadBeyondTheSegmentBefore_BeginsThere() =>
        Assert.That(await SegmentsAsync(Plain with { Speech = Plain.Speech with { SpeechPad = Frames(4) } }, Yes, No, No, Yes, No, No), Is.EqualTo(new[] { (0L, 3L), (3L, 6L) }));

    [TestCase(2, 1)]
    [TestCase(3, 0)]
    public async Task MinimumSpeech_DiscardsWhatIsNotLonger(int frames, int segments)
    {
        StreamProcessorOptions options = Plain with { Speech = Plain.Speech with { MinimumSpeech = Frames(frames), Results = ResultKinds.Default | ResultKinds.SpeechDiscarded } };
        List<CascadeResult> results = await RunAsync(options, No, Yes, Yes, Yes, No, No, No);
        Assert.Multiple(() =>
        {
            Assert.That(results.OfType<SpeechSegment>().Count(), Is.EqualTo(segments));
            Assert.That(results.OfType<SpeechDiscarded>().Select(d => (d.StartSample, d.EndSample)), Is.EqualTo(segments == 0 ? [(512L, 4 * 512L)] : Array.Empty<(long, long)>()));
            Assert.That(results.OfType<AudioFrame>().Select(f => f.StartSample / 512), Is.EqualTo(segments == 0 ? [0L, 1, 2, 3, 4, 5, 6] : new[] { 0L, 4, 5, 6 }));
        });
    }

    [Test]
    public async Task DiscardedBurst_IsFollowedByItsFramesInOrder()
    {
        StreamProcessorOptions options = Plain with { Speech = Plain.Speech with { MinimumSpeech = Frames(5), Results = ResultKinds.All & ~ResultKinds.SpeechProgress & ~ResultKinds.Probabilities } };
        List<CascadeResult> results = await RunAsync(options, Yes, No, No);
        Assert.That(results.Select(r => r.GetType()), Is.EqualTo(new[]
        {
            typeof(SpeechStarted), typeof(SpeechEnded), typeof(SpeechDiscarded), typeof(AudioFrame), typeof(AudioFrame), typeof(AudioFrame),
        }));
    }

    [TestCase(ResultKinds.None)]
    [TestCase(ResultKinds.Frames)]
    [TestCase(ResultKinds.Segments)]
    [TestCase(ResultKinds.SpeechStarted)]
    [TestCase(ResultKinds.SpeechEnded)]
    [TestCase(ResultKinds.SpeechProgress)]
    [TestCase(ResultKinds.SpeechDiscarded)]
    [TestCase(ResultKinds.Probabilities)]
    [TestCase(ResultKinds.Default)]
    [TestCase(ResultKinds.All)]
    public async Task Results_SelectsTheKinds(ResultKinds kinds)
    {
        float[] script = [No, Yes, No, No, Yes, Yes, Yes, No, No];
        StreamProcessorOptions options = Plain with { Speech = Plain.Speech with { MinimumSpeech = Frames(2), Results = ResultKinds.All } };
        List<CascadeResult> all = await RunAsync(options, script);
        Assert.That(all.Select(Kind).Distinct().Order(), Is.EqualTo(new[] { ResultKinds.Frames, ResultKinds.Segments, ResultKinds.SpeechStarted, ResultKinds.SpeechEnded, ResultKinds.SpeechProgress, ResultKinds.SpeechDiscarded, ResultKinds.Probabilities }));
        List<CascadeResult> some = await RunAsync(options with { Speech = options.Speech with { Results = kinds } }, script);
        Assert.That(some.Select(Drive.Describe), Is.EqualTo(all.Where(r => kinds.HasFlag(Kind(r))).Select(Drive.Describe)));
    }

    [Test]
    public async Task Model_IsTheOneGiven()
    {
        VadModel version5 = VadModel.FromFile(Path.Combine(Golden.CommittedFolder, "silero_vad_v5.onnx"));
        SpeechTimestamps v5 = await SpeechTimestamps.DetectAsync(Recording.Conversation.Audio.AsMemory(0, 32_000), engine: VadEngine.OnnxRuntime(version5));
        SpeechTimestamps v6 = await SpeechTimestamps.DetectAsync(Recording.Conversation.Audio.AsMemory(0, 32_000));
        Assert.That(v5.Probabilities, Is.Not.EqualTo(v6.Probabilities));
    }

    private static IEnumerable<StreamProcessorOptions> Illegal()
    {
        StreamProcessorOptions o = new();
        yield return o with { Speech = o.Speech with { Threshold = 0 } };
        yield return o with { Speech = o.Speech with { Threshold = 1.001 } };
        yield return o with { Speech = o.Speech with { Threshold = double.NaN } };
        yield return o with { Speech = o.Speech with { ExitThreshold = -0.1 } };
        yield return o with { Speech = o.Speech with { ExitThreshold = 0.51 } };
        yield return o with { Speech = o.Speech with { ExitThreshold = double.NaN } };
        yield return o with { Speech = o.Speech with { MinimumSilence = TimeSpan.FromTicks(-1) } };
        yield return o with { Speech = o.Speech with { MinimumSilence = TimeSpan.FromHours(2) } };
        yield return o with { Speech = o.Speech with { SpeechPad = TimeSpan.FromTicks(-1) } };
        yield return o with { Speech = o.Speech with { SpeechPad = TimeSpan.FromSeconds(11) } };
        yield return o with { Speech = o.Speech with { MinimumSpeech = TimeSpan.FromTicks(-1) } };
        yield return o with { Speech = o.Speech with { MinimumSpeech = TimeSpan.FromHours(2) } };
        yield return o with { Speech = o.Speech with { MaximumSpeech = TimeSpan.Zero } };
        yield return o with { Speech = o.Speech with { MaximumSpeech = TimeSpan.FromMilliseconds(123) } };
        yield return o with { Speech = o.Speech with { MaximumSpeech = TimeSpan.FromHours(2) } };
        yield return o with { Speech = o.Speech with { MinimumSilenceAtMaximumSpeech = TimeSpan.FromTicks(-1) } };
        yield return o with { Speech = o.Speech with { MaximumSpeechCut = (MaximumSpeechCut)7 } };
        yield return o with { Speech = o.Speech with { Results = (ResultKinds)128 } };
        yield return o with { MaximumBacklog = TimeSpan.FromMilliseconds(999) };
        yield return o with { MaximumBacklog = TimeSpan.FromHours(2) };
        yield return o with { InputTimeout = TimeSpan.Zero };
        yield return o with { InputTimeout = TimeSpan.FromHours(2) };
        yield return o with { StartSample = -1 };
        yield return o with { StartSample = 1_000_000_000_000_001 };
    }

    [TestCaseSource(nameof(Illegal))]
    public void ValueOutsideItsRange_IsRefusedByName(StreamProcessorOptions options)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => _ = new StreamProcessor(options))!;
        Assert.That(error.Message, Does.Contain($"{error.ParamName} must be"));
        Assert.That(typeof(StreamProcessorOptions).GetProperty(error.ParamName!) ?? typeof(SpeechSettings).GetProperty(error.ParamName!), Is.Not.Null);
        Assert.That(Assert.Throws<ArgumentOutOfRangeException>(options.Validate)!.Message, Is.EqualTo(error.Message), "a host can ask before");
    }

    [Test]
    public void LegalExtremes_AreAccepted()
    {
        StreamProcessorOptions o = new();
        Assert.DoesNotThrow(() => _ = new StreamProcessor(o with { Speech = o.Speech with { Threshold = 1, ExitThreshold = 0, MaximumSpeech = TimeSpan.FromMilliseconds(124) } }));
        Assert.DoesNotThrow(() => _ = new StreamProcessor(o with { Speech = o.Speech with { MaximumSpeech = Timeout.InfiniteTimeSpan, SpeechPad = TimeSpan.FromSeconds(10) } }));
    }

    [Test]
    public void NoEngine_IsRefused() => Assert.Throws<ArgumentNullException>(() => _ = new StreamProcessor(new StreamProcessorOptions { Engine = null! }));

    private static TimeSpan Frames(int count) => TimeSpan.FromMilliseconds(32 * count);

    private static ResultKinds Kind(CascadeResult result) => result switch
    {
        AudioFrame => ResultKinds.Frames,
        SpeechSegment => ResultKinds.Segments,
        SpeechStarted => ResultKinds.SpeechStarted,
        SpeechEnded => ResultKinds.SpeechEnded,
        SpeechProgress => ResultKinds.SpeechProgress,
        SpeechDiscarded => ResultKinds.SpeechDiscarded,
        FrameProbability => ResultKinds.Probabilities,
        _ => throw new ArgumentException(result.ToString()),
    };

    private static async Task<List<(long, long)>> SegmentsAsync(StreamProcessorOptions options, params float[] script) =>
        [.. (await RunAsync(options, script)).OfType<SpeechSegment>().Select(s => (s.StartSample / 512, s.EndSample / 512))];

    private static async Task<List<CascadeResult>> RunAsync(StreamProcessorOptions options, params float[] script)
    {
        await using StreamProcessor processor = new(options, () => new ScriptedInference(script));
        return await processor.PushAsync(new byte[script.Length * 1024]);
    }
}
