namespace Cascade.Tests;

/// <summary>Durations that are whole numbers of samples are those, whatever they are made of.</summary>
public sealed class SampleClockTests
{
    [Test]
    public void Milliseconds_AreSixteenSamplesEach([Values] bool inSeconds)
    {
        Assert.That(
            Enumerable.Range(1, 100_000).Where(ms => SampleClock.ToSamples(inSeconds ? TimeSpan.FromSeconds(ms / 1000.0) : TimeSpan.FromMilliseconds((double)ms)) != 16 * ms),
            Is.Empty);
    }

    [Test]
    public void PartOfASample_IsNone() => Assert.That(SampleClock.ToSamples(TimeSpan.FromMicroseconds(62.3)), Is.Zero);
}
