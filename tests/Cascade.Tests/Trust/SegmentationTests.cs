using Cascade.Segmentation;

namespace Cascade.Tests.Trust;

/// <summary>What becomes of probabilities, without a network: those of the reference, and random ones.</summary>
[Parallelizable]
public sealed class SegmentationTests
{
    private static IEnumerable<TestCaseData> V6Sets => Golden.V6Sets;

    // Seconds are made from samples elsewhere.
    private static IEnumerable<TestCaseData> V6SetsInSamples => V6Sets.Where(set => ((GoldenSet)set.Arguments[1]!).Decimals is null);

    [TestCaseSource(nameof(V6SetsInSamples))]
    public void ProbabilitiesOfTheReference_GiveItsTimestamps(object golden, object set)
    {
        Golden g = (Golden)golden;
        GoldenSet s = (GoldenSet)set;
        List<SpeechTimestamp> found = OfflineTimestamps.Find(g.Probabilities, g.Recording.Samples, new SegmentationSettings(s.Offline));
        Assert.That(found.Select(t => ((double)t.StartSample, (double)t.EndSample)), Is.EqualTo(s.Timestamps));
    }

    [TestCaseSource(nameof(V6Sets))]
    public void ProbabilitiesOfTheReference_GiveItsEvents(object golden, object set)
    {
        Golden g = (Golden)golden;
        GoldenSet s = (GoldenSet)set;
        Assert.That(Events(s.Stream, g.Probabilities.AsSpan(0, (int)(g.Recording.Samples / 512))), Is.EqualTo(s.Events));
    }

    // All options at once, against the rules as the documentation tells them, written down without regard to memory or speed.
    [Test]
    public void RandomProbabilities_GiveTheSegmentsOfTheRules([Range(1, 300)] int seed)
    {
        Random random = new(seed);
        StreamProcessorOptions options = StreamOptions.Of(seed) with { Speech = StreamOptions.Of(seed).Speech with { Results = ResultKinds.Default } };
        float[] probabilities = [.. Enumerable.Range(0, 40).SelectMany(_ => Enumerable.Repeat((float)(0.6 * random.NextDouble()), random.Next(1, random.Next(2, 40))))];
        List<SegmentRule> expected = SegmentRule.Of(probabilities, options.Speech);
        List<SegmentRule> found =
        [
            .. Run(options, probabilities).OfType<SpeechSegment>().Select(s => new SegmentRule(s.StartSample, s.EndSample, s.EndedBy, s.Continues)),
        ];
        Assert.That(found, Is.EqualTo(expected));
    }

    /// <summary>The events of the stream's rules.</summary>
    internal static IEnumerable<GoldenEvent> Events(StreamProcessorOptions options, ReadOnlySpan<float> probabilities) =>
        Run(options, probabilities).SelectMany<CascadeResult, GoldenEvent>(result => result switch
        {
            SpeechStarted { Onset: var e } => [new GoldenEvent(e.Frame, "start", e.Sample)],
            SpeechEnded { Offset: var e } => [new GoldenEvent(e.Frame, "end", e.Sample)],
            _ => [],
        });

    private static Queue<CascadeResult> Run(StreamProcessorOptions options, ReadOnlySpan<float> probabilities)
    {
        Segmenter segmenter = new(new SegmentationSettings(options.Speech), options.Speech.Results, new SegmentAudio(ResultAudio.Pcm16Mono), options);
        Queue<CascadeResult> results = new();
        foreach (float probability in probabilities)
        {
            segmenter.Advance(new float[512], probability, results);
        }

        segmenter.Flush([], SegmentEnd.Flush, results);
        return results;
    }
}
