using System.Runtime.InteropServices;
using Cascade.Framing;
using Cascade.Inference;

namespace Cascade.Tests.Trust;

/// <summary>Bytes become frames, and what is told of those that wait is so at every moment.</summary>
public sealed class FramingTests
{
    private const int FrameBytes = 1024;
    private const long Start = 1_000_003;

    private static readonly AudioFormat Stereo = new(16_000, 2);

    [Test]
    public void ReaderThatBeginsLate_CountsFromThere()
    {
        FrameReader reader = new(AudioFormat.Pcm16Mono16k, Start);
        Assert.That(reader.Position, Is.EqualTo(Start));
        reader.Write(new byte[FrameBytes + 10]);
        Assert.That((reader.WaitingBytes, reader.FramesWith(0)), Is.EqualTo((FrameBytes + 10L, 1L)));
        Assert.That(ReadAll(reader), Is.EqualTo(1));
        Assert.That((reader.Position, reader.WaitingBytes, reader.RestBytes), Is.EqualTo((Start + 512, 10L, 10L)));
    }

    // Nothing is resampled, so it is no estimate.
    [Test]
    public void FramesToCome_AreForetold([Values(8_000, 16_000)] int rateHz, [Values(1, 3)] int channels, [Range(1, 3)] int seed)
    {
        Random random = new(seed);
        FrameReader reader = new(new AudioFormat(rateHz, channels), Start, network: rateHz == 8_000 ? NetworkRate.At8kHz : NetworkRate.At16kHz);
        for (int i = 0; i < 200; i++)
        {
            int bytes = random.Next(4 * channels * FrameBytes);
            long foretold = reader.FramesWith(bytes);
            reader.Write(new byte[bytes]);
            Assert.That(reader.FramesWith(0), Is.EqualTo(foretold));
            if (random.Next(5) == 0)
            {
                continue;
            }

            Assert.That(ReadAll(reader), Is.EqualTo(foretold));
            if (random.Next(5) == 0)
            {
                PassEnd(reader);
            }
        }
    }

    [Test]
    public void BytesInBlock_AreThoseAfterTheLastWholeSampleSinceTheLastEnd()
    {
        FrameReader reader = new(Stereo);
        reader.Write(new byte[7]);
        Assert.That(reader.BytesInBlock, Is.EqualTo(3));
        reader.End();
        Assert.That(reader.BytesInBlock, Is.Zero);
        reader.Write(new byte[6]);
        Assert.That(reader.BytesInBlock, Is.EqualTo(2));
        reader.End();
        reader.Write(new byte[5]);
        Assert.That(reader.BytesInBlock, Is.EqualTo(1));
        for (int i = 0; i < 2; i++)
        {
            ReadAll(reader);
            Assert.That(reader.TryReadRest(out _));
            reader.Restart();
            Assert.That(reader.BytesInBlock, Is.EqualTo(1));
        }
    }

    [Test]
    public void EndAskedForTwice_IsOne()
    {
        FrameReader reader = new(AudioFormat.Pcm16Mono16k);
        reader.Write(new byte[10]);
        reader.End();
        reader.End();
        reader.Write(new byte[20]);
        reader.End();
        reader.End();
        List<int> rests = [];
        while (reader.IsEnding)
        {
            ReadAll(reader);
            Assert.That(reader.TryReadRest(out ReadOnlySpan<float> rest));
            rests.Add(rest.Length);
            reader.Restart();
        }

        Assert.That(rests, Is.EqualTo(new[] { 5, 10 }));
    }

    [Test]
    public void ClockBehindAnEnd_HasPassedTheRest([Values(8_000, 16_000)] int rateHz)
    {
        FrameReader reader = new(new AudioFormat(rateHz), Start, network: rateHz == 8_000 ? NetworkRate.At8kHz : NetworkRate.At16kHz);
        reader.Write(new byte[200]);
        PassEnd(reader);
        Assert.That((reader.Position, reader.WaitingBytes), Is.EqualTo((Start + (100L * 16_000 / rateHz), 0L)));
    }

    // The pipe keeps bytes in pieces of memory that frames know nothing of.
    [Test]
    public void FramesThatWaitInManyPieces_AreReadAtOnce()
    {
        const int frames = 100;
        byte[] bytes = new byte[(frames * FrameBytes) + 30];
        new Random(1).NextBytes(bytes);
        FrameReader reader = new(AudioFormat.Pcm16Mono16k);
        reader.Write(bytes);
        float[] samples = new float[(frames + 1) * 512];
        Assert.That(reader.Read(samples), Is.EqualTo(frames));
        float[] expected = [.. MemoryMarshal.Cast<byte, short>(bytes.AsSpan(0, frames * FrameBytes)).ToArray().Select(sample => sample / 32768f)];
        Assert.That(samples[..(frames * 512)], Is.EqualTo(expected));
    }

    [Test]
    public void FrameTakenBack_IsReadAgain()
    {
        byte[] bytes = new byte[2 * FrameBytes];
        new Random(1).NextBytes(bytes);
        FrameReader reader = new(AudioFormat.Pcm16Mono16k, Start);
        reader.Write(bytes);
        float[] first = new float[512];
        float[] again = new float[512];
        Assert.That(reader.Read(first), Is.EqualTo(1));
        reader.Unread(first);
        Assert.That((reader.Position, reader.FramesWith(0)), Is.EqualTo((Start, 2L)));
        Assert.That(reader.Read(again), Is.EqualTo(1));
        Assert.That(again, Is.EqualTo(first));
        Assert.That((reader.Position, reader.Read(again), reader.Position), Is.EqualTo((Start + 512, 1, Start + 1024)));
        Assert.That(again, Is.Not.EqualTo(first));
    }

    [Test]
    public void ValuesThatAreNoNumbers_AreCountedOnBothSidesOfAnEnd()
    {
        FrameReader reader = new(new AudioFormat(16_000, 1, SampleEncoding.Float32));
        byte[] bytes = MemoryMarshal.AsBytes([float.NaN, 0f, float.PositiveInfinity]).ToArray();
        for (int part = 1; part <= 3; part++)
        {
            reader.Write(bytes);
            PassEnd(reader);
            Assert.That(reader.NonFiniteSamples, Is.EqualTo(2 * part));
        }
    }

    [Test]
    public void ReaderThatIsClosed_KeepsNoMemory([Values] bool isRead)
    {
        CountingMemoryPool pool = new();
        FrameReader reader = new(AudioFormat.Pcm16Mono16k, waiting: FrameReader.WaitingIn(pool));
        reader.Write(new byte[100 * FrameBytes]);
        Assert.That(pool.Rented, Is.GreaterThan(0));
        if (isRead)
        {
            ReadAll(reader);
        }

        reader.Close();
        Assert.That(pool.Rented, Is.Zero);
    }

    private static void PassEnd(FrameReader reader)
    {
        reader.End();
        ReadAll(reader);
        Assert.That(reader.TryReadRest(out _));
        reader.Restart();
        Assert.That(reader.IsEnding, Is.False);
    }

    private static long ReadAll(FrameReader reader)
    {
        float[] frames = new float[3 * reader.Network.FrameSamples];
        long all = 0;
        for (int count; (count = reader.Read(frames)) > 0;)
        {
            all += count;
        }

        return all;
    }
}
