using Cascade.Segmentation;

namespace Cascade.Tests;

/// <summary>Speech that does not end is cut, so that memory stays bounded, and nothing of it is lost.</summary>
[Parallelizable]
public sealed class MaximumSpeechTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly StreamProcessorOptions Options = new() { Speech = new SpeechSettings { MaximumSpeech = Second, SpeechPad = TimeSpan.FromMilliseconds(64), Results = ResultKinds.Default } };

    [Test]
    public async Task SpeechWithoutASilence_IsCutIntoPartsThatJoin()
    {
        List<SpeechSegment> parts = await SegmentsAsync(Options, Enumerable.Repeat(1f, 200));
        Assert.Multiple(() =>
        {
            Assert.That(parts, Has.Count.GreaterThan(5));
            Assert.That(parts.Zip(parts.Skip(1)), Has.All.Matches<(SpeechSegment A, SpeechSegment B)>(p => p.A.EndSample == p.B.StartSample));
            Assert.That(parts.Select(p => p.Continues), Is.EqualTo(parts.Select((_, i) => i > 0)));
            Assert.That(parts.SkipLast(1).Select(p => p.EndedBy), Has.All.EqualTo(SegmentEnd.MaximumSpeech));
            Assert.That(parts[^1].EndedBy, Is.EqualTo(SegmentEnd.Flush));
            Assert.That(parts.Select(p => p.Onset).Distinct().Count(), Is.EqualTo(1));
            Assert.That(parts.Sum(p => p.EndSample - p.StartSample), Is.EqualTo(200 * 512));
        });
    }

    // Silences of 5 and 4 frames (160 and 128 ms); the maximum is reached in the speech after them.
    [TestCase(MaximumSpeechCut.LongestSilence, 98, 5, 10)]
    [TestCase(MaximumSpeechCut.LastSilence, 98, 15, 19)]
    [TestCase(MaximumSpeechCut.LastSilence, 140, 5, 10)]
    public async Task SilenceInside_IsWhereItIsCut(MaximumSpeechCut cut, int silenceMs, long pauseStart, long pauseEnd)
    {
        IEnumerable<float> script = [.. Speech(5), .. Silence(5), .. Speech(5), .. Silence(4), .. Speech(40)];
        StreamProcessorOptions options = Options with
        {
            Speech = Options.Speech with
            {
                MinimumSilence = TimeSpan.FromMilliseconds(500),
                MaximumSpeechCut = cut,
                MinimumSilenceAtMaximumSpeech = TimeSpan.FromMilliseconds(silenceMs),
            },
        };
        List<SpeechSegment> parts = await SegmentsAsync(options, script);
        Assert.Multiple(() =>
        {
            Assert.That(parts[0].EndSample, Is.EqualTo((pauseStart * 512) + 1024));
            Assert.That(parts[1].StartSample, Is.EqualTo((pauseEnd * 512) - 1024));
            Assert.That(parts[1].SpeechStartSample, Is.EqualTo(pauseEnd * 512));
            Assert.That(parts[1].Continues);
        });
    }

    [Test]
    public async Task FramesOfTheCutSilence_AreEmittedBetweenTheParts()
    {
        await using StreamProcessor processor = new(Options with { Speech = Options.Speech with { MinimumSilence = TimeSpan.FromMilliseconds(500) } }, () => new ScriptedInference([.. Speech(5), .. Silence(8), .. Speech(40)]));
        List<CascadeResult> results = await processor.PushAsync(new byte[53 * 1024]);
        Assert.That(results.Take(5).Select(r => (r.GetType(), r.StartSample / 512)), Is.EqualTo(new[]
        {
            (typeof(SpeechSegment), 0L), (typeof(AudioFrame), 7), (typeof(AudioFrame), 8), (typeof(AudioFrame), 9), (typeof(AudioFrame), 10),
        }));
    }

    [Test]
    public async Task MaximumReachedInASilence_EndsThereAndSpeechContinuesWhenItResumes()
    {
        StreamProcessorOptions options = Options with { Speech = Options.Speech with { MinimumSilence = TimeSpan.FromSeconds(3) } };
        List<SpeechSegment> parts = await SegmentsAsync(options, [.. Speech(10), .. Silence(40), .. Speech(10)]);
        Assert.That(parts.Select(p => (p.StartSample / 512, p.EndSample / 512, p.Continues, p.EndedBy)), Is.EqualTo(new[]
        {
            (0L, 12L, false, SegmentEnd.MaximumSpeech), (48L, 60L, true, SegmentEnd.Flush),
        }));
    }

    [Test]
    public async Task LastPartShorterThanTheMinimumSpeech_IsKept()
    {
        StreamProcessorOptions options = Options with { Speech = Options.Speech with { MinimumSpeech = TimeSpan.FromMilliseconds(500) } };
        List<SpeechSegment> parts = await SegmentsAsync(options, [.. Speech(30), .. Silence(20)]);
        Assert.That(parts.Select(p => (p.Continues, p.EndedBy)), Is.EqualTo(new[] { (false, SegmentEnd.MaximumSpeech), (true, SegmentEnd.Silence) }));
    }

    [Test]
    public async Task RandomSpeech_IsNeverLongerThanTheMaximum([Range(1, 20)] int seed)
    {
        Random random = new(seed);
        StreamProcessorOptions options = Options with
        {
            Speech = Options.Speech with
            {
                MinimumSilence = TimeSpan.FromMilliseconds(random.Next(0, 3000)),
                SpeechPad = TimeSpan.FromMilliseconds(random.Next(0, 400)),
                MaximumSpeechCut = (MaximumSpeechCut)random.Next(2),
            },
        };
        float[] script = [.. Enumerable.Range(0, 40).SelectMany(_ => Enumerable.Repeat((float)random.NextDouble(), random.Next(1, 30)))];
        List<SpeechSegment> parts = await SegmentsAsync(options, script);
        Assert.That(parts.SkipLast(1).Select(p => p.Duration), Has.All.LessThanOrEqualTo(Second).And.All.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public void TenMinutesOfSpeech_KeepNoMoreThanTheMaximum()
    {
        SegmentAudio audio = new(ResultAudio.Pcm16Mono);
        Segmenter segmenter = new(new SegmentationSettings(new SpeechSettings()), ResultKinds.Default, audio, new StreamProcessorOptions());
        Queue<CascadeResult> results = new();
        float[] frame = new float[512];
        int largest = 0;
        for (int i = 0; i < 10 * 60 * 16_000 / 512; i++)
        {
            segmenter.Advance(frame, 1f, results);
            largest = Math.Max(largest, audio.Capacity);
        }

        // A minute of 16 kHz PCM16, and the block that is being filled.
        Assert.That(largest, Is.InRange(60 * 32_000 - 4096, 60 * 32_000 + 1024));
        Assert.That(results, Has.Count.EqualTo(10).And.All.TypeOf<SpeechSegment>());
    }

    private static IEnumerable<float> Speech(int frames) => Enumerable.Repeat(0.9f, frames);

    private static IEnumerable<float> Silence(int frames) => Enumerable.Repeat(0.1f, frames);

    private static async Task<List<SpeechSegment>> SegmentsAsync(StreamProcessorOptions options, IEnumerable<float> script)
    {
        float[] probabilities = [.. script];
        await using StreamProcessor processor = new(options, () => new ScriptedInference(probabilities));
        return [.. (await processor.PushAsync(new byte[probabilities.Length * 1024])).OfType<SpeechSegment>()];
    }
}
