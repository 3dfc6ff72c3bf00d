using Cascade.Segmentation;

namespace Cascade.Tests;

[Parallelizable]
public sealed class SpeechTimestampsTests
{
    // Computed with Python 3: round(n / 16000, d).
    [TestCase(800, 1, 0.1)]
    [TestCase(2400, 1, 0.1)]
    [TestCase(4000, 1, 0.2)]
    [TestCase(5600, 1, 0.3)]
    [TestCase(7200, 1, 0.5)]
    [TestCase(8800, 1, 0.6)]
    [TestCase(12000, 1, 0.8)]
    [TestCase(8000, 0, 0.0)]
    [TestCase(24000, 0, 2.0)]
    [TestCase(18000, 2, 1.12)]
    [TestCase(16080, 2, 1.0)]
    [TestCase(42800, 2, 2.67)]
    [TestCase(1, 4, 0.0001)]
    [TestCase(2, 3, 0.0)]
    [TestCase(1, 7, 0.0000625)]
    public void Seconds_AreRoundedLikePython(long samples, int decimals, double seconds) =>
        Assert.That(SampleClock.ToSeconds(samples, decimals), Is.EqualTo(seconds));

    [Test]
    public async Task BufferAndFile_GiveTheSame()
    {
        SpeechTimestamps file = await SpeechTimestamps.DetectFileAsync(Recording.Conversation.Path);
        SpeechTimestamps buffer = await SpeechTimestamps.DetectAsync(Recording.Conversation.Audio);
        Assert.That((buffer.Samples, buffer.Speech, buffer.Probabilities), Is.EqualTo((file.Samples, file.Speech, file.Probabilities)));
    }

    [Test]
    public async Task OddNumberOfBytes_IsRefused() => await Assert.ThrowsAsync<ArgumentException>(() => SpeechTimestamps.DetectAsync(new byte[3]));

    [Test]
    public async Task Canceled_Ends() =>
        await Assert.CatchAsync<OperationCanceledException>(() => SpeechTimestamps.DetectAsync(new byte[64_000], cancellationToken: new CancellationToken(true)));

    [Test]
    public async Task OptionOutsideItsRange_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SpeechTimestamps.DetectFileAsync("missing.wav", new SpeechTimestampsOptions { Threshold = 2 }));

    [Test]
    public void Defaults_AreThoseOfGetSpeechTimestamps()
    {
        SpeechTimestampsOptions options = new();
        Assert.That(
            (options.Threshold, options.MinimumSpeech, options.MaximumSpeech, options.MinimumSilence, options.SpeechPad, options.MinimumSilenceAtMaximumSpeech, options.MaximumSpeechCut),
            Is.EqualTo((0.5, TimeSpan.FromMilliseconds(250), Timeout.InfiniteTimeSpan, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(98), MaximumSpeechCut.LongestSilence)));
        Assert.That(new SegmentationSettings(options with { Threshold = 0.1 }).ExitThreshold, Is.EqualTo(0.01));
    }

    // The stream and the offline function are two implementations; without a maximum they agree wherever pads do not meet.
    [Test]
    public void StreamAndOffline_AgreeOnRandomProbabilities([Range(1, 50)] int seed)
    {
        Random random = new(seed);
        SpeechTimestampsOptions offline = new()
        {
            Threshold = 0.3 + (0.5 * random.NextDouble()),
            MinimumSilence = TimeSpan.FromMilliseconds(random.Next(32, 1000)),
            MinimumSpeech = TimeSpan.FromMilliseconds(random.Next(0, 500)),
            SpeechPad = TimeSpan.FromMilliseconds(random.Next(0, 16)),
        };
        float[] probabilities = [.. Enumerable.Range(0, 60).SelectMany(_ => Enumerable.Repeat((float)random.NextDouble(), random.Next(1, 20)))];
        long samples = probabilities.Length * 512L;

        Segmenter segmenter = new(
            new SegmentationSettings(new SpeechSettings
            {
                Threshold = offline.Threshold,
                MinimumSilence = offline.MinimumSilence,
                MinimumSpeech = offline.MinimumSpeech,
                SpeechPad = offline.SpeechPad,
                MaximumSpeech = Timeout.InfiniteTimeSpan,
            }),
            ResultKinds.Segments,
            new SegmentAudio(ResultAudio.Pcm16Mono),
            new StreamProcessorOptions());
        Queue<CascadeResult> results = new();
        foreach (float probability in probabilities)
        {
            segmenter.Advance(new float[512], probability, results);
        }

        segmenter.Flush([], SegmentEnd.Flush, results);
        Assert.That(
            results.Select(r => new SpeechTimestamp(r.StartSample, r.EndSample)),
            Is.EqualTo(OfflineTimestamps.Find(probabilities, samples, new SegmentationSettings(offline))));
    }
}
