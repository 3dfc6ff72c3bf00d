using System.Numerics;

namespace Cascade.Diagnostics;

/// <summary>
/// Durations from a microsecond to a second on a logarithmic scale, sixteen buckets to each doubling, so that a quantile is within 3.2 % of what was measured. Count, mean and maximum are exact. One
/// writer; read from any thread meanwhile.
/// </summary>
/// <remarks>Buckets have 16 bits, because a processor has two histograms and an idle stream is to be small. Where one is full, all are halved: what was measured long ago fades.</remarks>
internal sealed class DurationHistogram
{
    private const int BucketBits = 4;
    private const int BucketsPerDoubling = 1 << BucketBits;
    private const int FirstDoubling = 10; // 1,024 ns; what is shorter shares the first bucket
    private const int Doublings = 20; // to 1.07 s; what is longer shares the last bucket

    private readonly ushort[] _buckets = new ushort[1 + (Doublings * BucketsPerDoubling)];
    private long _count;
    private long _total;
    private long _most;

    /// <summary>Adds so many things that took a time together.</summary>
    public void Add(long nanoseconds, int times)
    {
        long each = nanoseconds / times;
        ref ushort bucket = ref _buckets[BucketOf(each)];
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
        long all = 0;
        foreach (ushort bucket in _buckets)
        {
            all += bucket;
        }

        long rank = Math.Max(1, (long)Math.Ceiling(part * all));
        int i = -1;
        for (long reached = 0; reached < rank && i + 1 < _buckets.Length;)
        {
            reached += _buckets[++i];
        }

        long most = Volatile.Read(ref _most);
        return i == _buckets.Length - 1 ? most : Math.Min(most, MiddleOf(i));
    }

    private static int BucketOf(long nanoseconds)
    {
        int doubling = BitOperations.Log2((ulong)Math.Max(nanoseconds, 1));
        return doubling < FirstDoubling ? 0
            : doubling >= FirstDoubling + Doublings ? Doublings * BucketsPerDoubling
            : 1 + ((doubling - FirstDoubling) << BucketBits) + (int)((nanoseconds >> (doubling - BucketBits)) & (BucketsPerDoubling - 1));
    }

    private static long MiddleOf(int bucket)
    {
        if (bucket == 0)
        {
            return 1L << (FirstDoubling - 1);
        }

        (int doubling, int place) = Math.DivRem(bucket - 1, BucketsPerDoubling);
        long width = 1L << (FirstDoubling + doubling - BucketBits);
        return ((BucketsPerDoubling + place) * width) + (width / 2);
    }

    private static TimeSpan ToTime(long nanoseconds) => new((nanoseconds + (TimeSpan.NanosecondsPerTick / 2)) / TimeSpan.NanosecondsPerTick);

    private void Fade()
    {
        foreach (ref ushort bucket in _buckets.AsSpan())
        {
            bucket /= 2;
        }
    }
}
