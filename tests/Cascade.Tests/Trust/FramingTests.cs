using System.Buffers;
using System.Runtime.InteropServices;
using Cascade.Diagnostics;
using Cascade.Framing;

namespace Cascade.Tests.Trust;

/// <summary>Bytes become frames, and what is told of those that wait is so at every moment.</summary>
public sealed class FramingTests
{
    private const int FrameBytes = 1024;
    private const long Start = 1_000_003;

    [Test]
    public void StreamThatBeginsLate_CountsFromThere()
    {
        VadStream stream = NewStream(AudioFormat.Pcm16Mono16k);
        Assert.That(stream.Position, Is.EqualTo(Start));
        stream.Write(new byte[FrameBytes + 10]);
        Assert.That((stream.GetStats().BytesWaiting, stream.FramesWith(0)), Is.EqualTo((FrameBytes + 10L, 1L)));
        Assert.That(ReadAll(stream), Is.EqualTo(1));
        Assert.That((stream.Position, stream.GetStats().BytesWaiting), Is.EqualTo((Start + 512, 10L)));
    }

    // Nothing is resampled, so it is no estimate.
    [Test]
    public void FramesToCome_AreForetold([Values(8_000, 16_000)] int rateHz, [Values(1, 3)] int channels, [Range(1, 3)] int seed)
    {
        Random random = new(seed);
        VadStream stream = NewStream(new AudioFormat(rateHz, channels));
        for (int i = 0; i < 200; i++)
        {
            int bytes = random.Next(4 * channels * FrameBytes);
            long foretold = stream.FramesWith(bytes);
            stream.Write(new byte[bytes]);
            Assert.That(stream.FramesWith(0), Is.EqualTo(foretold));
            if (random.Next(5) == 0)
            {
                continue;
            }

            Assert.That(ReadAll(stream), Is.EqualTo(foretold));
            if (random.Next(5) == 0)
            {
                stream.End(SegmentEnd.Flush);
                Assert.That(ReadAll(stream), Is.Zero);
            }
        }
    }

    [Test]
    public void EndAskedForTwice_IsOne()
    {
        PendingAudio pending = new();
        pending.Add(new byte[10]);
        pending.AddEnd(SegmentEnd.Flush);
        pending.AddEnd(SegmentEnd.InputStalled);
        pending.Add(new byte[20]);
        pending.AddEnd(SegmentEnd.InputStalled);
        pending.AddEnd(SegmentEnd.Flush);
        List<(long, SegmentEnd)> ends = [];
        while (pending.IsEnding)
        {
            ReadOnlySequence<byte> bytes = pending.Peek();
            pending.Take(bytes.Length);
            ends.Add((bytes.Length, pending.NextEnd!.Value));
            pending.PassEnd();
        }

        Assert.That(ends, Is.EqualTo(new[] { (10L, SegmentEnd.Flush), (20L, SegmentEnd.InputStalled) }));
        Assert.That((pending.IsEmpty, pending.SinceEnd), Is.EqualTo((true, 0L)));
    }

    [Test]
    public void EndBehindBytesThatWait_IsNotNext()
    {
        PendingAudio pending = new();
        pending.Add(new byte[10]);
        pending.AddEnd(SegmentEnd.Flush);
        pending.Peek();
        pending.Take(9);
        Assert.That((pending.NextEnd, pending.Peek().Length), Is.EqualTo(((SegmentEnd?)null, 1L)));
        pending.Take(1);
        Assert.That((pending.NextEnd, pending.SinceEnd), Is.EqualTo(((SegmentEnd?)SegmentEnd.Flush, 0L)));
        pending.Add(new byte[3]);
        Assert.That((pending.NextEnd, pending.SinceEnd), Is.EqualTo(((SegmentEnd?)SegmentEnd.Flush, 3L)));
    }

    [Test]
    public void ClockBehindAnEnd_HasPassedTheRest([Values(8_000, 16_000)] int rateHz)
    {
        VadStream stream = NewStream(new AudioFormat(rateHz));
        stream.Write(new byte[200]);
        stream.End(SegmentEnd.Flush);
        Assert.That(ReadAll(stream), Is.Zero);
        Assert.That((stream.Position, stream.GetStats().BytesWaiting), Is.EqualTo((Start + (100L * 16_000 / rateHz), 0L)));
    }

    // The pipe keeps bytes in pieces of memory that frames know nothing of.
    [Test]
    public void FramesThatWaitInManyPieces_AreReadAtOnce()
    {
        const int frames = 100;
        byte[] bytes = new byte[(frames * FrameBytes) + 30];
        new Random(1).NextBytes(bytes);
        VadStream stream = NewStream(AudioFormat.Pcm16Mono16k);
        stream.Write(bytes);
        float[] samples = new float[(frames + 1) * 512];
        Assert.That(stream.ReadFrames(samples), Is.EqualTo(frames));
        float[] expected = [.. MemoryMarshal.Cast<byte, short>(bytes.AsSpan(0, frames * FrameBytes)).ToArray().Select(sample => sample / 32768f)];
        Assert.That(samples[..(frames * 512)], Is.EqualTo(expected));
    }

    [Test]
    public void FrameTakenBack_IsReadAgain()
    {
        byte[] bytes = new byte[2 * FrameBytes];
        new Random(1).NextBytes(bytes);
        VadStream stream = NewStream(AudioFormat.Pcm16Mono16k);
        stream.Write(bytes);
        float[] first = new float[512];
        float[] again = new float[512];
        Assert.That(stream.ReadFrames(first), Is.EqualTo(1));
        stream.Unread(first);
        Assert.That((stream.Position, stream.FramesWith(0), stream.HasWork), Is.EqualTo((Start, 2L, true)));
        Assert.That(stream.ReadFrames(again), Is.EqualTo(1));
        Assert.That(again, Is.EqualTo(first));
        Assert.That((stream.Position, stream.ReadFrames(again), stream.Position), Is.EqualTo((Start + 512, 1, Start + 1024)));
        Assert.That(again, Is.Not.EqualTo(first));
    }

    [Test]
    public void ValuesThatAreNoNumbers_AreCountedOnBothSidesOfAnEnd()
    {
        VadStream stream = NewStream(new AudioFormat(16_000, 1, SampleEncoding.Float32));
        byte[] bytes = MemoryMarshal.AsBytes([float.NaN, 0f, float.PositiveInfinity]).ToArray();
        for (int part = 1; part <= 3; part++)
        {
            stream.Write(bytes);
            stream.End(SegmentEnd.Flush);
            ReadAll(stream);
            Assert.That(stream.GetStats().NonFiniteSamples, Is.EqualTo(2 * part));
        }
    }

    // A resampler needs samples from beyond a frame, so bytes promise a frame that is not there yet.
    [Test]
    public void StreamThatHasGivenAll_HasNoWorkUntilMoreComes([Values(8_000, 11_025, 16_000, 44_100)] int rateHz)
    {
        VadStream stream = NewStream(new AudioFormat(rateHz), VadEngine.Managed());
        for (int i = 0; i < 300; i++)
        {
            stream.Write(new byte[2 * (rateHz / 100)]);
            ReadAll(stream);
            Assert.That(stream.HasWork, Is.False);
        }

        stream.End(SegmentEnd.Flush);
        Assert.That(stream.HasWork);
    }

    [Test]
    public void StreamThatIsClosed_KeepsNoMemory([Values] bool isRead)
    {
        CountingMemoryPool pool = new();
        VadStream stream = NewStream(AudioFormat.Pcm16Mono16k, engine: null, PendingAudio.WaitingIn(pool));
        stream.Write(new byte[100 * FrameBytes]);
        Assert.That(pool.Rented, Is.GreaterThan(0));
        if (isRead)
        {
            ReadAll(stream);
        }

        stream.Close();
        Assert.That(pool.Rented, Is.Zero);
    }

    private static VadStream NewStream(AudioFormat format, VadEngine? engine = null, System.IO.Pipelines.PipeOptions? waiting = null)
    {
        StreamProcessorOptions options = new() { InputFormat = format, StartSample = Start, Engine = engine ?? VadEngine.OnnxRuntime(native8kHz: true) };
        ProcessingTimes times = new(new MetricTags(options.Engine), CascadeMeter.ChunkDuration, options.TimeProvider, StreamLog.For(null));
        return new VadStream(options, times, pool: null, waiting);
    }

    private static long ReadAll(VadStream stream)
    {
        int frameSamples = stream.Network.FrameSamples;
        float[] frames = new float[3 * frameSamples];
        long all = 0;
        for (int count; (count = stream.ReadFrames(frames)) > 0;)
        {
            for (int i = 0; i < count; i++)
            {
                stream.Advance(frames.AsSpan(i * frameSamples, frameSamples), 0);
            }

            all += count;
        }

        return all;
    }
}
