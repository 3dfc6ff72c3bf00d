using System.Numerics;

namespace Cascade.Diagnostics;

/// <summary>
/// Durations from a microsecond on, on a logarithmic scale, sixteen buckets to each doubling, so that a quantile is within 3.2 % of what was measured. Count, mean and maximum are exact. One
/// writer; read from any thread meanwhile.
/// </summary>
/// <remarks>A processor has two histograms and is to be small while it is idle, so there are only the doublings between the shortest and the longest duration met, and buckets have 16 bits. Where
/// one is full, all are halved: what was measured long ago fades.</remarks>
internal sealed class DurationHistogram
{
    private const int BucketBits = 4;
    private const int BucketsPerDoubling = 1 << BucketBits;
    private const long Shortest = 1024; // ns; what is shorter counts as that

    private Window _window = new(0, []);
    private long _count;
    private long _total;
    private long _most;

    /// <summary>Adds so many things that took a time together.</summary>
    public void Add(long nanoseconds, int times)
    {
        long each = nanoseconds / times;
        ref ushort bucket = ref BucketAt(NumberOf(each));
        if (bucket > ushort.MaxValue - times)
        {
            Fade();
        }

        bucket += (ushort)times;
        Volatile.Write(ref _count, _count + times);
        Volatile.Write(ref _total, _total + nanoseconds);
        Volatile.Write(ref _most, Math.Max(_most, each));
    }

    public DurationStats ToStats()
    {
        long count = Volatile.Read(ref _count);
        long total = Volatile.Read(ref _total);
        return new DurationStats
        {
            Count = count,
            Total = ToTime(total),
            Mean = ToTime(count == 0 ? 0 : total / count),
            P50 = ToTime(Quantile(0.5)),
            P95 = ToTime(Quantile(0.95)),
            P99 = ToTime(Quantile(0.99)),
            Max = ToTime(Volatile.Read(ref _most)),
        };
    }

    /// <summary>The middle of the bucket in which so large a part of the durations is reached.</summary>
    internal long Quantile(double part)
    {
        Window window = Volatile.Read(ref _window);
        long all = 0;
        foreach (ushort bucket in window.Buckets)
        {
            all += bucket;
        }

        long rank = Math.Max(1, (long)Math.Ceiling(part * all));
        int i = -1;
        for (long reached = 0; reached < rank && i + 1 < window.Buckets.Length;)
        {
            reached += window.Buckets[++i];
        }

        return Math.Min(Volatile.Read(ref _most), MiddleOf(window.First + i));
    }

    // The number of the doubling, and the four bits behind the first.
    private static int NumberOf(long nanoseconds)
    {
        long value = Math.Max(nanoseconds, Shortest);
        int doubling = BitOperations.Log2((ulong)value);
        return (doubling << BucketBits) + (int)((value >> (doubling - BucketBits)) & (BucketsPerDoubling - 1));
    }

    private static long MiddleOf(int number)
    {
        (int doubling, int place) = Math.DivRem(number, BucketsPerDoubling);
        long width = (1L << doubling) >> BucketBits;
        return ((BucketsPerDoubling + place) * width) + (width / 2);
    }

    private static TimeSpan ToTime(long nanoseconds) => new((nanoseconds + (TimeSpan.NanosecondsPerTick / 2)) / TimeSpan.NanosecondsPerTick);

    private ref ushort BucketAt(int number)
    {
        if ((uint)(number - _window.First) >= (uint)_window.Buckets.Length)
        {
            Volatile.Write(ref _window, _window.With(number)); // as a whole, for who reads meanwhile
        }

        return ref _window.Buckets[number - _window.First];
    }

    private void Fade()
    {
        foreach (ref ushort bucket in _window.Buckets.AsSpan())
        {
            bucket /= 2;
        }
    }

    /// <summary>The buckets of some doublings.</summary>
    private sealed record Window(int First, ushort[] Buckets)
    {
        /// <summary>A copy that also has the doubling of a bucket.</summary>
        public Window With(int number)
        {
            int doubling = number & -BucketsPerDoubling;
            if (Buckets.Length == 0)
            {
                return new Window(doubling, new ushort[BucketsPerDoubling]);
            }

            int first = Math.Min(First, doubling);
            int end = Math.Max(First + Buckets.Length, doubling + BucketsPerDoubling);
            ushort[] buckets = new ushort[end - first];
            Buckets.CopyTo(buckets.AsSpan(First - first));
            return new Window(first, buckets);
        }
    }
}
