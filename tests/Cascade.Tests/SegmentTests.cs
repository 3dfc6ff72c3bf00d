namespace Cascade.Tests;

/// <summary>Segments hold exactly the audio they name, and nothing is lost between and around them.</summary>
[Parallelizable]
public sealed class SegmentTests
{
    private static readonly Recording Audio = Recording.Conversation;

    private static IEnumerable<StreamProcessorOptions> Variants()
    {
        StreamProcessorOptions plain = new() { Engine = VadEngine.OnnxRuntime(shareSession: true) };
        yield return plain;
        yield return plain with { Speech = plain.Speech with { SpeechPad = TimeSpan.Zero, MinimumSilence = TimeSpan.Zero } };
        yield return plain with { Speech = plain.Speech with { SpeechPad = TimeSpan.FromMilliseconds(500) } };
        yield return plain with { Speech = plain.Speech with { SpeechPad = TimeSpan.FromMilliseconds(77.7), MinimumSilence = TimeSpan.FromMilliseconds(300) } };
        yield return plain with { Speech = plain.Speech with { MaximumSpeech = TimeSpan.FromSeconds(2) } };
        yield return plain with { Speech = plain.Speech with { MaximumSpeech = TimeSpan.FromSeconds(1), MinimumSilenceAtMaximumSpeech = TimeSpan.Zero, MaximumSpeechCut = MaximumSpeechCut.LastSilence } };
        yield return plain with { Speech = plain.Speech with { MaximumSpeech = TimeSpan.FromSeconds(2), MinimumSilence = TimeSpan.FromSeconds(2), SpeechPad = TimeSpan.FromMilliseconds(200) } };
        yield return new StreamProcessorOptions { Engine = VadEngine.OnnxRuntime(shareSession: true) };
        yield return plain with { Speech = plain.Speech with { Threshold = 0.9, MinimumSpeech = TimeSpan.FromMilliseconds(400) } };
    }

    [TestCaseSource(nameof(Variants))]
    public async Task SegmentAudio_IsTheInputBetweenItsStartAndEnd(StreamProcessorOptions options)
    {
        List<CascadeResult> results = await RunAsync(options);
        Assert.That(results.OfType<SpeechSegment>(), Is.Not.Empty);
        Assert.Multiple(() =>
        {
            foreach (SpeechSegment segment in results.OfType<SpeechSegment>())
            {
                Assert.That(segment.Audio.Span.SequenceEqual(Audio.Range(segment.StartSample, segment.EndSample).Span), $"{segment.StartSample}-{segment.EndSample}");
            }

            foreach (AudioFrame frame in results.OfType<AudioFrame>())
            {
                Assert.That(frame.Audio.Span.SequenceEqual(Audio.Range(frame.StartSample, frame.EndSample).Span), $"frame {frame.StartSample}");
            }
        });
    }

    [TestCaseSource(nameof(Variants))]
    public async Task Segments_AreInOrderAndNeverOverlap(StreamProcessorOptions options)
    {
        List<SpeechSegment> segments = [.. (await RunAsync(options)).OfType<SpeechSegment>()];
        Assert.That(segments.Zip(segments.Skip(1)), Has.All.Matches<(SpeechSegment First, SpeechSegment Second)>(
            pair => pair.First.StartSample < pair.First.EndSample && pair.First.EndSample <= pair.Second.StartSample));
    }

    [TestCaseSource(nameof(Variants))]
    public async Task FramesAndSegments_CoverTheStream(StreamProcessorOptions options)
    {
        List<CascadeResult> results = await RunAsync(options);
        long covered = 0;
        foreach (CascadeResult result in results.OrderBy(r => r.StartSample).ThenBy(r => r.EndSample))
        {
            Assert.That(result.StartSample, Is.LessThanOrEqualTo(covered), "a gap before this result");
            covered = Math.Max(covered, result.EndSample);
        }

        long unused = Audio.Samples - covered;
        Assert.That(unused, Is.InRange(0, 511), "samples after the last result");
    }

    [TestCaseSource(nameof(Variants))]
    public async Task EveryFrame_IsInsideSegmentsOrComesOnce(StreamProcessorOptions options)
    {
        List<CascadeResult> results = await RunAsync(options);
        List<long> frames = [.. results.OfType<AudioFrame>().Select(f => f.StartSample)];
        Assert.Multiple(() =>
        {
            Assert.That(frames, Is.Unique.And.Ordered);
            for (long start = 0; start + 512 <= Audio.Samples; start += 512)
            {
                long inside = results.OfType<SpeechSegment>().Sum(s => Math.Max(0, Math.Min(start + 512, s.EndSample) - Math.Max(start, s.StartSample)));
                Assert.That(inside == 512 || frames.Contains(start), $"frame at {start} has {inside} samples in segments and is no result");
            }
        });
    }

    [TestCaseSource(nameof(Variants))]
    public async Task SegmentProbabilities_AreThoseOfItsFrames(StreamProcessorOptions options)
    {
        List<CascadeResult> results = await RunAsync(options with { Speech = options.Speech with { Results = ResultKinds.All } });
        Dictionary<long, float> progress = results.OfType<SpeechProgress>().ToDictionary(p => p.StartSample, p => p.Probability);
        foreach (SpeechSegment segment in results.OfType<SpeechSegment>())
        {
            float[] expected = [.. progress.Where(p => p.Key >= segment.SpeechStartSample && p.Key < segment.EndSample).OrderBy(p => p.Key).Select(p => p.Value)];
            Assert.That(segment.Probabilities.ToArray(), Is.EqualTo(expected));
        }
    }

    [Test]
    public async Task SpeechAtTheVeryBeginning_StartsWithTheFirstSample()
    {
        SpeechSegment first = (await RunAsync(new StreamProcessorOptions { Engine = VadEngine.OnnxRuntime(shareSession: true) })).OfType<SpeechSegment>().First();
        Assert.That((first.StartSample, first.Onset.Frame), Is.EqualTo((0L, 0L)));
    }

    [Test]
    public async Task SpeechStillOpenAtTheEnd_EndsWithTheLastSample()
    {
        SpeechSegment last = (await RunAsync(new StreamProcessorOptions { Engine = VadEngine.OnnxRuntime(shareSession: true) })).OfType<SpeechSegment>().Last();
        Assert.That((last.EndSample, last.EndedBy, last.Offset), Is.EqualTo((Audio.Samples, SegmentEnd.Flush, (SpeechEvent?)null)));
    }

    [Test]
    public async Task Times_AreExact()
    {
        SpeechSegment segment = (await RunAsync(new StreamProcessorOptions { Engine = VadEngine.OnnxRuntime(shareSession: true) })).OfType<SpeechSegment>().Last();
        Assert.Multiple(() =>
        {
            Assert.That(segment.Start.Ticks, Is.EqualTo(segment.StartSample * 625));
            Assert.That(segment.End.Ticks, Is.EqualTo(segment.EndSample * 625));
            Assert.That(segment.Duration, Is.EqualTo(segment.End - segment.Start));
        });
    }

    private static async Task<List<CascadeResult>> RunAsync(StreamProcessorOptions options)
    {
        await using StreamProcessor processor = new(options);
        return await processor.PushAsync(Audio.Audio, 3333);
    }
}
