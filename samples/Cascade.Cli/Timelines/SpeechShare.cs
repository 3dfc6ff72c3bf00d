using Cascade.Cli.Detection;

namespace Cascade.Cli.Timelines;

/// <summary>How much of each stretch of time is speech.</summary>
internal static class SpeechShare
{
    private const double LeastBarWidth = 6;
    private static readonly double[] Buckets = [10, 15, 30, 60, 120, 300, 600, 1800, 3600];

    /// <summary>The shortest round stretch whose bar is wide enough to be seen.</summary>
    public static double BucketSeconds(double seconds, double width) => Buckets.FirstOrDefault(bucket => bucket / seconds * width >= LeastBarWidth, Buckets[^1]);

    /// <param name="segments">In order, without overlap.</param>
    /// <param name="samples">The whole length.</param>
    /// <param name="bucketSamples">The length of a stretch; the last one may be shorter.</param>
    public static IEnumerable<(long From, long To, double Share)> Of(IReadOnlyList<DetectedSegment> segments, long samples, long bucketSamples)
    {
        int first = 0; // segments before it have ended
        for (long from = 0; from < samples; from += bucketSamples)
        {
            long to = Math.Min(samples, from + bucketSamples);
            while (first < segments.Count && segments[first].EndSample <= from)
            {
                first++;
            }

            long speech = segments.Skip(first).TakeWhile(s => s.StartSample < to).Sum(s => Math.Min(s.EndSample, to) - Math.Max(s.StartSample, from));
            yield return (from, to, (double)speech / (to - from));
        }
    }
}
