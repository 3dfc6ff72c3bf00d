using System.Diagnostics.Metrics;

namespace Cascade.Diagnostics;

/// <summary>Where the buckets of histograms end, unless the host says otherwise.</summary>
internal static class MetricBuckets
{
    /// <summary>2 us to 50 ms, six buckets a decade: the managed engine's frame lies at the beginning, a tick of thousands of streams at the end.</summary>
    public static InstrumentAdvice<double> Durations { get; } = new()
    {
        HistogramBucketBoundaries =
        [
            2e-6, 3e-6, 5e-6, 7e-6, 10e-6, 15e-6, 20e-6, 30e-6, 50e-6, 70e-6, 100e-6, 150e-6, 200e-6, 300e-6, 500e-6, 700e-6,
            1e-3, 1.5e-3, 2e-3, 3e-3, 5e-3, 7e-3, 10e-3, 15e-3, 20e-3, 30e-3, 50e-3,
        ],
    };

    /// <summary>From the managed engine in long chunks to what cannot keep up.</summary>
    public static InstrumentAdvice<double> Factors { get; } = new()
    {
        HistogramBucketBoundaries = [1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    };
}
