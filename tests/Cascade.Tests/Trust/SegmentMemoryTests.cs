using System.Runtime.InteropServices;
using Cascade.Buffers;
using Cascade.Segmentation;

namespace Cascade.Tests.Trust;

/// <summary>The bytes that a segment may need are kept, and no others: what a segment took is given back, and what it takes again and again is not.</summary>
public sealed class SegmentMemoryTests
{
    private const int Block = AudioHistory.BlockBytes;
    private const int Tries = 20;

    [Test]
    public void RandomAppendsAndDrops_KeepTheNewestBytes([Range(1, 20)] int seed)
    {
        Random random = new(seed);
        int longest = 1 << random.Next(6, 15);
        ExhaustedPool pool = new();
        AudioHistory history = new(pool);
        List<byte> all = [];
        long first = 0; // the place of the first of all
        long start = 0;
        int peak = 0;
        for (int i = 0; i < 100; i++)
        {
            long end = first + all.Count;
            switch (random.Next(8))
            {
                case < 4:
                    byte[] bytes = new byte[random.Next(4) == 0 ? Block : random.Next(longest)];
                    random.NextBytes(bytes);
                    history.Append(bytes);
                    all.AddRange(bytes);
                    peak = Math.Max(peak, history.Capacity);
                    break;
                case < 7:
                    long place = start + random.NextInt64(-10, end - start + 10);
                    history.DropBefore(place);
                    start = Math.Clamp(place, start, end);
                    break;
                default:
                    first = start = random.NextInt64(1L << 40);
                    all.Clear();
                    history.Clear(first);
                    Assert.That(history.Capacity, Is.Zero);
                    break;
            }

            end = first + all.Count;
            Assert.That(history.Capacity, Is.EqualTo(pool.Rented * Block).And.InRange(end - start, end - start + (2 * Block) - 1));
            Assert.That(history.PeakCapacity, Is.EqualTo(peak));
            long from = random.NextInt64(start, end + 1);
            long to = random.NextInt64(from, end + 1);
            Assert.That(history.Copy(from, to).AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(all)[(int)(from - first)..(int)(to - first)]));
        }
    }

    // The list of the blocks too: nothing is seen of it but that the next such segment makes it again.
    [Test]
    public void ListOfALongSegment_IsNotKept([Values(0, 4)] int blocksThatStay)
    {
        const int blocks = 200;
        Assert.That(FewestBytesOf(blocks, blocksThatStay), Is.GreaterThan(blocks * IntPtr.Size));
    }

    [Test]
    public void ShortSegments_TakeNothingAnew() => Assert.That(FewestBytesOf(blocks: 7, blocksThatStay: 1), Is.Zero);

    // As above, of the probabilities: half a second is kept.
    [TestCase(16, false)]
    [TestCase(17, true)]
    public void ProbabilitiesOfALongSegment_AreNotKept(int frames, bool isLong)
    {
        OpenSegment segment = new();
        long taken = FewestBytes(
            () =>
            {
                segment.Begin(0, 0, continues: false);
                for (int i = 0; i < frames; i++)
                {
                    segment.AddFrame(0.5f);
                }
            },
            segment.End);
        Assert.That(taken, isLong ? Is.GreaterThan(frames * sizeof(float)) : Is.Zero);
    }

    [Test]
    public void SilencesOfASegment_AreNotKept()
    {
        const int silences = 100;
        OpenSegment segment = new();
        long taken = FewestBytes(
            () =>
            {
                segment.Begin(0, 0, continues: false);
                for (int i = 0; i < silences; i++)
                {
                    segment.AddPause(i, i + 1);
                }
            },
            segment.End);
        Assert.That(taken, Is.GreaterThan(silences * 2 * sizeof(long)));
    }

    [Test]
    public void BlocksOfManySegments_AreUsedAgain()
    {
        const int blocks = 1_000;
        byte[][] rented = Rent();
        Array.ForEach(rented, block => AudioHistory.SharedBlocks.Return(block));
        byte[][] again = Rent();
        Array.ForEach(again, block => AudioHistory.SharedBlocks.Return(block));
        Assert.That(new HashSet<byte[]>(rented, ReferenceEqualityComparer.Instance).SetEquals(again));

        static byte[][] Rent() => [.. Enumerable.Range(0, blocks).Select(_ => AudioHistory.SharedBlocks.Rent(Block))];
    }

    private static long FewestBytesOf(int blocks, int blocksThatStay)
    {
        AudioHistory history = new(new BlockPool(Block) { MostFree = blocks });
        byte[] bytes = new byte[Block];
        long end = 0;
        return FewestBytes(
            () =>
            {
                for (int i = 0; i < blocks; i++, end += Block)
                {
                    history.Append(bytes);
                }
            },
            () => history.DropBefore(end - (blocksThatStay * Block)));
    }

    // What the thread allocates for one thing that is done in turn with another one.
    private static long FewestBytes(Action take, Action giveBack)
    {
        long fewest = long.MaxValue;
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            take();
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            fewest = attempt == 0 ? fewest : Math.Min(fewest, taken);
            giveBack();
        }

        return fewest;
    }
}
