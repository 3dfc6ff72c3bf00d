using Cascade.Benchmarks.Load;

namespace Cascade.Hosting.Tests.Load;

/// <summary>From when the load generator counts a latency.</summary>
internal sealed class SendLogTests
{
    [TestCase(1, 10)]
    [TestCase(1600, 10)]
    [TestCase(1601, 20)]
    [TestCase(4800, 30)]
    public void Position_WasSentWithTheChunkThatHasItsLastByte(long position, long expected)
    {
        SendLog log = Sent(0, (1600, 10), (3200, 20), (4800, 30));

        Assert.That(log.TryFind(position, log.Count, out long stamp), Is.True);
        Assert.That(stamp, Is.EqualTo(expected));
    }

    [Test]
    public void PositionThatIsNotSent_IsNotFound()
    {
        SendLog log = Sent(0, (1600, 10));

        Assert.That(log.TryFind(1601, log.Count, out _), Is.False);
    }

    [Test]
    public void PositionSentBeforeAStall_IsNotFoundAfterIt([Values] bool isSending)
    {
        SendLog log = Sent(0, (1600, 10), (3200, 20));
        log.BeginRun(3200);
        if (isSending)
        {
            log.Add(4800, 90);
        }

        Assert.That(log.TryFind(3200, log.Count, out _), Is.False);
        Assert.That(log.TryFind(4096, log.Count, out _), Is.EqualTo(isSending));
    }

    [Test]
    public void PositionSentAgain_CountsFromTheSecondTime()
    {
        SendLog log = Sent(0, (1600, 10), (3200, 20));
        log.BeginRun(1600);
        log.Add(3200, 50);

        Assert.That(log.TryFind(2048, log.Count, out long stamp), Is.True);
        Assert.That(stamp, Is.EqualTo(50));
        Assert.That(log.TryFind(1024, log.Count, out _), Is.False);
    }

    [Test]
    public void LogAsItWasEarlier_IsAsked()
    {
        SendLog log = Sent(0, (1600, 10), (3200, 20));
        int earlier = log.Count;
        log.BeginRun(1600);
        log.Add(3200, 50);

        Assert.That(log.TryFind(3200, earlier, out long stamp), Is.True);
        Assert.That(stamp, Is.EqualTo(20));
    }

    private static SendLog Sent(long start, params (long End, long Stamp)[] chunks)
    {
        SendLog log = new(16);
        log.BeginRun(start);
        foreach ((long end, long stamp) in chunks)
        {
            log.Add(end, stamp);
        }

        return log;
    }
}
