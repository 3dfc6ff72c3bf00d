namespace Cascade.Tests.Managed;

/// <summary>What hosts get from the managed engine is what silero gives: every event and every timestamp, for every parameter set.</summary>
[Parallelizable]
public sealed class ManagedGoldenTests
{
    private const float Tolerance = 1e-5f;

    private static IEnumerable<Golden> V6 => Golden.V6;

    [Test]
    public async Task Stream_EventsAreThoseOfTheIterator([ValueSource(nameof(V6))] object golden)
    {
        Golden g = (Golden)golden;
        foreach (GoldenSet set in g.Sets)
        {
            await using StreamProcessor processor = new(set.Stream with { Engine = VadEngine.Managed() });
            List<CascadeResult> results = await processor.PushAsync(g.Recording.Audio, 32_000);
            IEnumerable<GoldenEvent> events = results.SelectMany<CascadeResult, GoldenEvent>(result => result switch
            {
                SpeechStarted { Onset: var e } => [new GoldenEvent(e.Frame, "start", e.Sample)],
                SpeechEnded { Offset: var e } => [new GoldenEvent(e.Frame, "end", e.Sample)],
                _ => [],
            });
            Assert.That(events, Is.EqualTo(set.Events), $"{set}");
        }
    }

    [Test]
    public async Task Offline_TimestampsAreThoseOfGetSpeechTimestamps([ValueSource(nameof(V6))] object golden)
    {
        Golden g = (Golden)golden;
        foreach (GoldenSet set in g.Sets)
        {
            SpeechTimestamps result = await SpeechTimestamps.DetectAsync(g.Recording.Audio, format: null, set.Offline, VadEngine.Managed());
            Assert.That(Difference.Largest([.. result.Probabilities], g.Probabilities), Is.LessThanOrEqualTo(Tolerance), $"{set}");
            Assert.That(
                set.Decimals is { } decimals ? result.ToSeconds(decimals) : [.. result.Speech.Select(t => ((double)t.StartSample, (double)t.EndSample))],
                Is.EqualTo(set.Timestamps),
                $"{set}");
        }
    }
}
