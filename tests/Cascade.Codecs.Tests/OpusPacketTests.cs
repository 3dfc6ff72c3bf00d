using System.Runtime.InteropServices;

namespace Cascade.Tests;

/// <summary>Live streams of Opus packets: what is lost is concealed and counted, and time goes on.</summary>
[Parallelizable]
public sealed class OpusPacketTests
{
    private const int PacketBytes = Opus.PacketSamples * sizeof(short);

    private static readonly Lazy<List<OpusPacket>> Plain = new(() => Opus.AsRtp(Opus.Encode(redundancy: false)));
    private static readonly Lazy<List<OpusPacket>> Redundant = new(() => Opus.AsRtp(Opus.Encode(redundancy: true)));

    [TestCase("silk.opus", 2_880)]
    [TestCase("hybrid.opus", 960)]
    [TestCase("celt.opus", 240)]
    public async Task Packets_GiveTheSegmentsOfTheFile(string name, int unitsPerPacket)
    {
        string path = EncodedFile.Named(name).Path;
        OpusPacketDecoder decoder = new();
        await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = VadEngine.Managed(), Speech = new SpeechSettings { Results = ResultKinds.Segments } });
        List<(long Start, long End)> segments = [];
        await foreach (CascadeResult result in processor.ProcessOpusAsync(ToAsync(Opus.AsRtp(Opus.PacketsOf(path), unitsPerPacket)), decoder))
        {
            segments.Add((result.StartSample, result.EndSample));
        }

        List<(long Start, long End)> expected = await Decoding.SegmentsAsync(WithoutPreSkip(path));
        TestContext.Out.WriteLine($"{name}: {string.Join(' ', segments)}; file {string.Join(' ', expected)}");
        Assert.That(segments, Has.Count.EqualTo(expected.Count));
        Assert.That(segments.Zip(expected, (a, b) => Math.Max(Math.Abs(a.Start - b.Start), Math.Abs(a.End - b.End))), Is.All.LessThanOrEqualTo(1_536), "three frames: packets are heard 1.6 ms later than the file, and borders lie at the threshold");
        Assert.That((decoder.Lost, decoder.Late, decoder.Damaged), Is.EqualTo((0L, 0L, 0L)));
    }

    [TestCase(24_000, 13)]
    [TestCase(48_000, 15)]
    public void HybridPackets_AreHeard(int rateHz, int configuration)
    {
        (List<byte[]> packets, short[] samples) = Opus.EncodeHybrid(rateHz);
        OpusPacketDecoder decoder = new();
        byte[] pcm = Opus.Decode(packets.Select(data => new OpusPacket(data)), decoder);
        Assert.That(packets.Count(packet => packet[0] >> 3 == configuration), Is.GreaterThan(packets.Count * 9 / 10), "packets of both codings");
        Assert.That(pcm, Has.Length.EqualTo(packets.Count * PacketBytes));
        Assert.That(Energy(MemoryMarshal.Cast<byte, short>(pcm)), Is.EqualTo(Energy(samples)).Within(25).Percent);
    }

    [Test]
    public void LostPackets_AreConcealedAndCountedAndTimeGoesOn()
    {
        List<OpusPacket> kept = [.. Plain.Value.Where((_, i) => i % 7 != 3)];
        OpusPacketDecoder decoder = new();
        byte[] pcm = Opus.Decode(kept, decoder);
        Assert.That(pcm, Has.Length.EqualTo(Plain.Value.Count * PacketBytes));
        Assert.That((decoder.Lost, decoder.Received, decoder.Recovered), Is.EqualTo(((long)(Plain.Value.Count - kept.Count), (long)kept.Count, 0L)));
    }

    [Test]
    public void LossAtRandom_LeavesThePositionsOfSegments([Values(0, 1)] int seed)
    {
        Random random = new(seed);
        List<OpusPacket> kept = [.. Plain.Value.Where((_, i) => i == 0 || i == Plain.Value.Count - 1 || random.Next(10) > 0)];
        Assert.That(Opus.Decode(kept, new OpusPacketDecoder()), Has.Length.EqualTo(Plain.Value.Count * PacketBytes));
    }

    [Test]
    public void Redundancy_RecoversThePacketBeforeTheNext()
    {
        byte[] whole = Opus.Decode(Redundant.Value, new OpusPacketDecoder());
        List<OpusPacket> kept = [.. Redundant.Value.Where((_, i) => i % 5 != 2)];
        OpusPacketDecoder decoder = new();
        double recovered = Decibels(whole, Opus.Decode(kept, decoder));
        List<OpusPacket> plain = [.. Plain.Value.Where((_, i) => i % 5 != 2)];
        double guessed = Decibels(Opus.Decode(Plain.Value, new OpusPacketDecoder()), Opus.Decode(plain, new OpusPacketDecoder()));
        TestContext.Out.WriteLine($"every fifth packet lost: recovered {recovered:0.0} dB, guessed {guessed:0.0} dB; {decoder.Recovered} of {decoder.Lost}");
        Assert.That(decoder.Recovered, Is.GreaterThan(decoder.Lost / 2));
        Assert.That(recovered, Is.GreaterThan(guessed + 3));
    }

    [Test]
    public void SequenceNumbersAlone_TellLossAndTime()
    {
        OpusPacketDecoder decoder = new();
        byte[] pcm = Opus.Decode(Plain.Value.Where((_, i) => i is < 40 or > 45).Select(packet => packet with { Timestamp = null }), decoder);
        Assert.That((pcm.Length, decoder.Lost), Is.EqualTo((Plain.Value.Count * PacketBytes, 6L)));
    }

    [Test]
    public void TimestampsAlone_TellLossAndTime()
    {
        OpusPacketDecoder decoder = new();
        byte[] pcm = Opus.Decode(Plain.Value.Where((_, i) => i is < 40 or > 45).Select(packet => packet with { SequenceNumber = null }), decoder);
        Assert.That((pcm.Length, decoder.Lost), Is.EqualTo((Plain.Value.Count * PacketBytes, 6L)));
    }

    [Test]
    public void PauseOfTheSender_IsFilledAndNoLoss()
    {
        List<OpusPacket> packets = [.. Plain.Value[..100], .. Plain.Value[100..].Select(packet => packet with { Timestamp = packet.Timestamp + 48_000 })];
        OpusPacketDecoder decoder = new();
        Assert.That((Opus.Decode(packets, decoder).Length, decoder.Lost), Is.EqualTo((Plain.Value.Count * PacketBytes + 32_000, 0L)));
    }

    [Test]
    public void GapBeyondTheMaximum_IsNotFilled()
    {
        List<OpusPacket> packets = [.. Plain.Value[..100], .. Plain.Value[100..].Select(packet => packet with { Timestamp = packet.Timestamp + 48_000 })];
        Assert.That(Opus.Decode(packets, new OpusPacketDecoder(TimeSpan.FromMilliseconds(999))), Has.Length.EqualTo(Plain.Value.Count * PacketBytes));
    }

    [Test]
    public void LateAndDoublePackets_AreDroppedAndCounted()
    {
        List<OpusPacket> packets = [.. Plain.Value];
        (packets[50], packets[51]) = (packets[51], packets[50]);
        packets.Insert(80, packets[79]);
        OpusPacketDecoder decoder = new();
        Assert.That((Opus.Decode(packets, decoder).Length, decoder.Late, decoder.Lost), Is.EqualTo((Plain.Value.Count * PacketBytes, 2L, 1L)));
    }

    [Test]
    public void SenderThatBeginsAnew_IsHeardOn()
    {
        OpusPacketDecoder decoder = new();
        int length = Opus.Decode(Plain.Value, decoder).Length + Opus.Decode(Plain.Value.Select(packet => packet with { SequenceNumber = (ushort)(packet.SequenceNumber! - 20_000) }), decoder).Length;
        Assert.That((length, decoder.Lost, decoder.Late), Is.EqualTo((2 * Plain.Value.Count * PacketBytes, 0L, 0L)));
    }

    [Test]
    public void PacketKnownToBeLost_IsConcealedAndCounted()
    {
        OpusPacketDecoder decoder = new();
        byte[] pcm = Opus.Decode(Plain.Value.Select((packet, i) => new OpusPacket(i == 30 ? default : packet.Data)), decoder);
        Assert.That((pcm.Length, decoder.Lost), Is.EqualTo((Plain.Value.Count * PacketBytes, 1L)));
    }

    [Test]
    public void RandomBytes_AreConcealedOrDecodedAndNothingElse()
    {
        Random random = new(5);
        OpusPacketDecoder decoder = new();
        for (int i = 0; i < 5_000; i++)
        {
            byte[] data = new byte[random.Next(1, 300)];
            random.NextBytes(data);
            if (random.Next(2) == 0)
            {
                byte[] real = [.. Plain.Value[i % Plain.Value.Count].Data.Span];
                real[random.Next(real.Length)] ^= (byte)(1 << random.Next(8));
                data = real;
            }

            OpusPacket packet = new(data, random.Next(3) > 0 ? (ushort)random.Next(65_536) : null, random.Next(3) > 0 ? (uint)random.NextInt64(uint.MaxValue) : null);
            Assert.That(decoder.Decode(packet).Length, Is.LessThanOrEqualTo(2 * (16_000 * 5 + 1_920)), $"packet {i}");
        }

        Assert.That(decoder.Damaged, Is.GreaterThan(0));
    }

    [TestCase(-1)]
    [TestCase(3_600_001)]
    public void GapOutOfRange_IsRefused(int milliseconds) =>
        Assert.That(() => new OpusPacketDecoder(TimeSpan.FromMilliseconds(milliseconds)), Throws.TypeOf<ArgumentOutOfRangeException>());

    // A file leaves out what the encoder puts before its first sample, 6.5 ms; a live stream has it.
    private static string WithoutPreSkip(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes.AsSpan(38, 2).Clear();
        Mutations.RepairChecksums(bytes);
        string copy = Path.ChangeExtension(path, ".whole.opus");
        File.WriteAllBytes(copy, bytes);
        return copy;
    }

    private static double Decibels(byte[] sound, byte[] other) => Decoding.DecibelsBelow(Floats(sound), Floats(other));

    private static float[] Floats(byte[] pcm) => [.. MemoryMarshal.Cast<byte, short>(pcm).ToArray().Select(sample => sample / 32_768f)];

    private static async IAsyncEnumerable<OpusPacket> ToAsync(IEnumerable<OpusPacket> packets)
    {
        foreach (OpusPacket packet in packets)
        {
            await Task.Yield();
            yield return packet;
        }
    }

    private static double Energy(ReadOnlySpan<short> samples)
    {
        double sum = 0;
        foreach (short sample in samples)
        {
            sum += (double)sample * sample;
        }

        return sum / samples.Length;
    }
}
