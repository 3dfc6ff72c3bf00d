namespace Cascade.Tests.Trust;

/// <summary>Options that change while a stream lives hold from the next frame on; frame n is samples 512 n to 512 (n + 1).</summary>
[Parallelizable]
public sealed class UpdateTests
{
    private const float Yes = 0.9f;
    private const float No = 0.1f;

    private static readonly StreamProcessorOptions Plain = new() { Speech = new SpeechSettings { SpeechPad = TimeSpan.Zero, MinimumSilence = Frames(1), Results = ResultKinds.Segments } };

    [Test]
    public async Task Threshold_HoldsFromTheNextFrame()
    {
        List<(long, long, SegmentEnd)> segments = await RunAsync(Plain, [0.7f, 0.7f, 0.7f, 0.7f, No, No], (2, Plain with { Speech = Plain.Speech with { Threshold = 0.8, ExitThreshold = 0.75 } }));
        Assert.That(segments, Is.EqualTo(new[] { (0L, 2L, SegmentEnd.Silence) }));
    }

    [Test]
    public async Task ShorterSilence_EndsOpenSpeechWhereItsSilenceBegan()
    {
        StreamProcessorOptions patient = Plain with { Speech = Plain.Speech with { MinimumSilence = Frames(20) } };
        List<(long, long, SegmentEnd)> segments = await RunAsync(patient, [Yes, Yes, No, No, No, No, No], (5, Plain));
        Assert.That(segments, Is.EqualTo(new[] { (0L, 2L, SegmentEnd.Silence) }));
    }

    [Test]
    public async Task LongerSilence_KeepsOpenSpeechOpen()
    {
        List<(long, long, SegmentEnd)> segments = await RunAsync(Plain, [Yes, Yes, No, No, No, Yes, Yes], (3, Plain with { Speech = Plain.Speech with { MinimumSilence = Frames(20) } }));
        Assert.That(segments, Is.EqualTo(new[] { (0L, 7L, SegmentEnd.Flush) }));
    }

    // Onset with frame 10; the pad of five frames is asked for before frame 10, 8 or 2.
    [TestCase(10, 10)]
    [TestCase(8, 8)]
    [TestCase(2, 5)]
    public async Task LongerPad_ReachesBackToWhatWasKept(int updateBefore, long startFrame)
    {
        float[] script = [.. Enumerable.Repeat(No, 10), Yes, Yes];
        List<(long, long, SegmentEnd)> segments = await RunAsync(Plain, script, (updateBefore, Plain with { Speech = Plain.Speech with { SpeechPad = Frames(5) } }));
        Assert.That(segments, Is.EqualTo(new[] { (startFrame, 12L, SegmentEnd.Flush) }));
    }

    [Test]
    public async Task ShorterPad_LeavesTheStartOfOpenSpeechAndMovesItsEnd()
    {
        StreamProcessorOptions padded = Plain with { Speech = Plain.Speech with { SpeechPad = Frames(2), MinimumSilence = Frames(3) } };
        List<(long, long, SegmentEnd)> segments = await RunAsync(padded, [No, No, No, Yes, Yes, No, No, No, No], (4, padded with { Speech = padded.Speech with { SpeechPad = Frames(1) } }));
        Assert.That(segments, Is.EqualTo(new[] { (1L, 6L, SegmentEnd.Silence) }));
    }

    [Test]
    public async Task MaximumThatOpenSpeechExceeds_CutsItAtTheNextFrame()
    {
        float[] script = [.. Enumerable.Repeat(Yes, 45)];
        List<(long, long, SegmentEnd)> segments = await RunAsync(Plain, script, (30, Plain with { Speech = Plain.Speech with { MaximumSpeech = Frames(10) } }));
        Assert.That(segments, Is.EqualTo(new[]
        {
            (0L, 30L, SegmentEnd.MaximumSpeech), (30L, 40L, SegmentEnd.MaximumSpeech), (40L, 45L, SegmentEnd.Flush),
        }));
    }

    [Test]
    public async Task LongerMinimumSpeech_DiscardsOpenSpeechThatStaysShorter()
    {
        float[] script = [Yes, Yes, Yes, No, No];
        Assert.That(await RunAsync(Plain, script, (2, Plain with { Speech = Plain.Speech with { MinimumSpeech = Frames(3) } })), Is.Empty);
        Assert.That(await RunAsync(Plain, script, (2, Plain with { Speech = Plain.Speech with { MinimumSpeech = Frames(2) } })), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ChangeBeforeAFlush_HoldsForIt() =>
        Assert.That(await RunAsync(Plain, [Yes, Yes], (2, Plain with { Speech = Plain.Speech with { MinimumSpeech = Frames(3) } })), Is.Empty);

    [Test]
    public async Task Kinds_HoldForWhatFollows()
    {
        await using StreamProcessor processor = new(Plain with { Speech = Plain.Speech with { Results = ResultKinds.None } }, () => new ScriptedInference(No, No, Yes, Yes, No, No));
        Assert.That(await processor.ProcessChunkAsync(new byte[1024]), Is.Empty);
        processor.Update(Plain.Speech with { Results = ResultKinds.Frames | ResultKinds.SpeechStarted });
        IReadOnlyList<CascadeResult> results = await processor.ProcessChunkAsync(new byte[5 * 1024]);
        Assert.That(results.Select(r => (r.GetType(), r.StartSample / 512)), Is.EqualTo(new[]
        {
            (typeof(AudioFrame), 1L), (typeof(SpeechStarted), 2), (typeof(AudioFrame), 4), (typeof(AudioFrame), 5),
        }));
    }

    [Test]
    public async Task AudioReceivedButNotProcessed_IsJudgedByTheNewValues()
    {
        await using StreamProcessor processor = new(Plain, () => new ScriptedInference(0.7f));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await processor.ProcessChunkAsync(new byte[4096], new CancellationToken(true)));
        processor.Update(Plain.Speech with { Threshold = 0.8 });
        Assert.That(await processor.FlushAsync(), Is.Empty);
    }

    [Test]
    public async Task ChangeFromInsideAnEnumeration_HoldsFromTheNextFrame()
    {
        StreamProcessorOptions frames = Plain with { Speech = Plain.Speech with { Results = ResultKinds.Default } };
        await using StreamProcessor processor = new(frames, () => new ScriptedInference(0.3f));
        List<CascadeResult> results = [];
        await foreach (CascadeResult result in processor.ProcessStreamAsync(Enumerable.Repeat(new byte[1024], 4).ToAsync()))
        {
            results.Add(result);
            processor.Update(frames.Speech with { Threshold = 0.2 });
        }

        Assert.That(results.Select(r => (r.GetType(), r.StartSample, r.EndSample)), Is.EqualTo(new[] { (typeof(AudioFrame), 0L, 512L), (typeof(SpeechSegment), 512L, 2048L) }));
    }

    [Test]
    public async Task ChangeWhileAFrameIsInferred_HoldsForItsAnswer()
    {
        StreamProcessor processor = null!;
        ScriptedInference inference = new(0.3f) { BeforeFrame = frame => UpdateOnAnotherThread(frame == 2) };
        await using (processor = new StreamProcessor(Plain, () => inference))
        {
            SpeechSegment segment = (SpeechSegment)(await processor.PushAsync(new byte[5 * 1024])).Single();
            Assert.That((segment.StartSample, segment.EndSample), Is.EqualTo((2 * 512L, 5 * 512L)));
        }

        void UpdateOnAnotherThread(bool now)
        {
            if (now)
            {
                Thread thread = new(() => processor.Update(Plain.Speech with { Threshold = 0.2 }));
                thread.Start();
                thread.Join();
            }
        }
    }

    [Test]
    public async Task SameValues_ChangeNothing([Values] EngineKind engine)
    {
        StreamProcessorOptions options = new() { Speech = new SpeechSettings { Results = ResultKinds.All }, Engine = engine.Of() };
        await using StreamProcessor steady = new(options);
        await using StreamProcessor updated = new(options);
        List<CascadeResult> results = [];
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(Recording.Conversation.Audio, 5000))
        {
            updated.Update(options.Speech with { });
            results.AddRange(await updated.ProcessChunkAsync(chunk));
        }

        results.AddRange(await updated.FlushAsync());
        Assert.That(results.Select(Drive.Describe), Is.EqualTo((await steady.PushAsync(Recording.Conversation.Audio)).Select(Drive.Describe)));
    }

    [Test]
    public async Task IllegalValue_IsRefusedAndNothingChanges()
    {
        await using StreamProcessor processor = new(Plain, () => new ScriptedInference(0.7f));
        Assert.Throws<ArgumentOutOfRangeException>(() => processor.Update(Plain.Speech with { Threshold = 0.8, SpeechPad = TimeSpan.FromDays(1) }));
        Assert.Throws<ArgumentNullException>(() => processor.Update(null!));
        Assert.That(await processor.PushAsync(new byte[2048]), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Disposed_IsRefused()
    {
        StreamProcessor processor = new(Plain);
        await processor.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => processor.Update(Plain.Speech));
    }

    // Whatever changes when: audio is the input's, segments do not overlap, and frames and segments cover the stream.
    [Test]
    public async Task RandomChanges_LoseNothing([Range(1, 40)] int seed)
    {
        Random random = new(seed);
        byte[] audio = new byte[600 * 1024];
        random.NextBytes(audio);
        float[] script = [.. Enumerable.Range(0, 60).SelectMany(_ => Enumerable.Repeat((float)random.NextDouble(), random.Next(1, 20))).Take(600)];
        await using StreamProcessor processor = new(RandomOptions(random), () => new ScriptedInference(script));
        List<CascadeResult> results = [];
        foreach (ReadOnlyMemory<byte> chunk in Drive.Chunks(audio, Enumerable.Range(0, 97).Select(_ => random.Next(1, 20_000))))
        {
            processor.Update(RandomOptions(random).Speech);
            results.AddRange(await processor.ProcessChunkAsync(chunk));
        }

        results.AddRange(await processor.FlushAsync());
        long covered = 0;
        long lastEnd = 0;
        foreach (CascadeResult result in results.OrderBy(r => r.StartSample).ThenBy(r => r.EndSample))
        {
            ReadOnlyMemory<byte> bytes = result is SpeechSegment s ? s.Audio : ((AudioFrame)result).Audio;
            Assert.That(bytes.Span.SequenceEqual(audio.AsSpan((int)result.StartSample * 2, (int)(result.EndSample - result.StartSample) * 2)), $"audio of {result.StartSample}-{result.EndSample}");
            Assert.That(result.StartSample, Is.LessThanOrEqualTo(covered), "a gap before this result");
            covered = Math.Max(covered, result.EndSample);
            if (result is SpeechSegment)
            {
                Assert.That(result.StartSample, Is.GreaterThanOrEqualTo(lastEnd), "segments overlap");
                lastEnd = result.EndSample;
            }
        }

        Assert.That(covered, Is.EqualTo(audio.Length / 2));
    }

    private static StreamProcessorOptions RandomOptions(Random random)
    {
        TimeSpan pad = random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(random.Next(1000));
        return new StreamProcessorOptions
        {
            Speech = new SpeechSettings
            {
                Threshold = 0.05 + (0.9 * random.NextDouble()),
                ExitThreshold = 0.05 * random.NextDouble(),
                MinimumSilence = TimeSpan.FromMilliseconds(random.Next(500)),
                SpeechPad = pad,
                MinimumSpeech = TimeSpan.FromMilliseconds(random.Next(3) * random.Next(500)),
                MaximumSpeech = (2 * pad) + TimeSpan.FromMilliseconds(random.Next(64, 3000)),
                MinimumSilenceAtMaximumSpeech = TimeSpan.FromMilliseconds(random.Next(200)),
                MaximumSpeechCut = (MaximumSpeechCut)random.Next(2),
            },
        };
    }

    private static TimeSpan Frames(int count) => TimeSpan.FromMilliseconds(32 * count);

    // A frame at a time; the update comes before the frame of that number. Every segment's audio is checked against the input.
    private static async Task<List<(long, long, SegmentEnd)>> RunAsync(StreamProcessorOptions options, float[] script, (int Before, StreamProcessorOptions Options) update)
    {
        byte[] audio = new byte[script.Length * 1024];
        new Random(1).NextBytes(audio);
        await using StreamProcessor processor = new(options, () => new ScriptedInference(script));
        List<CascadeResult> results = await processor.PushOpenAsync(audio.AsMemory(0, update.Before * 1024), 1024);
        processor.Update(update.Options.Speech);
        results.AddRange(await processor.PushAsync(audio.AsMemory(update.Before * 1024), 1024));
        foreach (SpeechSegment segment in results.Cast<SpeechSegment>())
        {
            Assert.That(segment.Audio.ToArray(), Is.EqualTo(audio[((int)segment.StartSample * 2)..((int)segment.EndSample * 2)]));
        }

        return [.. results.Cast<SpeechSegment>().Select(s => (s.StartSample / 512, s.EndSample / 512, s.EndedBy))];
    }
}
