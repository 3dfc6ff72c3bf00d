using Cascade.Diagnostics;

namespace Cascade.Tests.Diagnostics;

/// <summary>Percentiles from a few hundred bytes are close to those of all values.</summary>
public sealed class DurationHistogramTests
{
    private const double Resolution = 0.032;

    [Test]
    public void Percentiles_AreWithinTheStatedResolution([Values(1, 2, 3, 4, 5)] int seed)
    {
        Random random = new(seed);
        DurationHistogram histogram = new();
        double octaves = random.Next(1, 20);
        long[] values = [.. Enumerable.Range(0, 5000).Select(_ => (long)(1024 * Math.Pow(2, random.NextDouble() * octaves))).Order()];
        foreach (long value in values.OrderBy(_ => random.Next()))
        {
            histogram.Add(value, times: 1);
        }

        foreach (double part in new[] { 0.01, 0.5, 0.95, 0.99, 0.999, 1.0 })
        {
            double exact = values[(int)Math.Ceiling(part * values.Length) - 1];
            Assert.That((double)histogram.Quantile(part), Is.EqualTo(exact).Within(100 * Resolution).Percent, $"{part}");
        }
    }

    [Test]
    public void CountTotalMeanAndMaximum_AreExact()
    {
        DurationHistogram histogram = new();
        histogram.Add(160_000, times: 16);
        histogram.Add(70_000, times: 1);
        histogram.Add(5_000_000_000, times: 1);
        histogram.Add(200, times: 2); // shorter
        DurationStats stats = histogram.ToStats();
        Assert.Multiple(() =>
        {
            Assert.That(stats.Count, Is.EqualTo(20));
            Assert.That(stats.Total, Is.EqualTo(new TimeSpan(50_002_302)));
            Assert.That(stats.Mean, Is.EqualTo(new TimeSpan(2_500_115)));
            Assert.That(stats.Max, Is.EqualTo(TimeSpan.FromSeconds(5)));
            Assert.That(stats.P99, Is.EqualTo(stats.Max).Within(Resolution * stats.Max));
            Assert.That(stats.P50.TotalMicroseconds, Is.EqualTo(10).Within(100 * Resolution).Percent);
        });
    }

    [Test]
    public void Nothing_IsZero() => Assert.That(new DurationHistogram().ToStats(), Is.EqualTo(DurationStats.None));

    [Test]
    public void OneValue_IsEveryPercentile()
    {
        DurationHistogram histogram = new();
        histogram.Add(8_192, times: 1);
        DurationStats stats = histogram.ToStats();
        Assert.That(new[] { stats.Mean, stats.P50, stats.P95, stats.P99, stats.Max }, Has.All.EqualTo(stats.Max));
    }

    // A day of a stream that has become slower: what it was like at first is no longer the median, but still counted.
    [Test]
    public void FullBuckets_FadeTheOldest()
    {
        DurationHistogram histogram = new();
        Add(8_000, frames: 2_000_000);
        Assert.That(histogram.ToStats().P50.TotalMicroseconds, Is.EqualTo(8).Within(100 * Resolution).Percent);
        Add(16_000, frames: 700_000);
        DurationStats stats = histogram.ToStats();
        Assert.That(stats.P50.TotalMicroseconds, Is.EqualTo(16).Within(100 * Resolution).Percent);
        Assert.That(stats.Count, Is.EqualTo(2_700_000));
        Assert.That(stats.Mean.TotalMicroseconds, Is.EqualTo(((8.0 * 20) + (16 * 7)) / 27).Within(0.1));

        void Add(long nanoseconds, int frames)
        {
            for (int i = 0; i < frames; i += 16)
            {
                histogram.Add(16 * nanoseconds, times: 16);
            }
        }
    }
}
